#include "hostlib/journal/view.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <string>

#include "hostlib/journal/export.hpp"
#include "tests/unit/journal/journal_rig.hpp"

namespace ssc::journal {
namespace {

std::string exported(const std::filesystem::path& file) {
  std::ostringstream out;
  REQUIRE(exportTo(file, out));
  return out.str();
}

/// The report of an export with these lines.
Result<Report> verifiedText(const JournalRig& rig, const std::string& text, const VerifyKeys& keys) {
  const auto path = rig.folder / "export.txt";
  std::ofstream(path, std::ios::binary) << text;
  return verify(path, keys);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string withoutLine(std::string text, std::string_view begins, int which) {
  std::size_t at = 0;
  for (int i = 0; i < which; ++i)
    at = text.find("\n" + std::string(begins), at) + 1;
  REQUIRE(at != 0);
  return text.erase(at, text.find('\n', at) + 1 - at);
}

}  // namespace

TEST_CASE("records are shown newest first, with what became of them") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
    JournalRig::settle(journal, 22);
    auto writer = journal.writer(kSoon, {}).value();
    REQUIRE(writer.prepare(JournalRig::draft(23)));
    REQUIRE(writer.close(Aborted{"9406"}, rig.now));
    REQUIRE(writer.append(JournalRig::exception(), "", {}, rig.now));
    REQUIRE(writer.note(1, "SENT", "batch 1", rig.now));
    REQUIRE(writer.note(1, "ACCEPTED", "", rig.now));
  }
  const auto entries = lastEntries(rig.file, 0, 10).value();
  REQUIRE_EQ(entries.size(), 4);
  CHECK_EQ(entries[0].record.sequence, 4);
  CHECK_EQ(entries[0].state, "OPEN");
  CHECK_EQ(entries[1].state, "ABORTED");
  CHECK_EQ(entries[2].state, "COMMITTED");
  CHECK_EQ(entries[3].state, "ACCEPTED");
  const auto before = lastEntries(rig.file, 4, 2).value();
  REQUIRE_EQ(before.size(), 2);
  CHECK_EQ(before[0].record.sequence, 3);

  const auto stats = statsOf(rig.file).value();
  CHECK_EQ(stats.identity.terminalId, "999999000017");
  REQUIRE_EQ(stats.types.size(), 3);
  CHECK_EQ(stats.types[0].type, 'S');
  CHECK_EQ(stats.types[0].count, 2);
  CHECK_EQ(stats.types[0].account, 200);
  CHECK_EQ(stats.types[2].type, 'E');
  CHECK_EQ(stats.types[2].cash, 3000);
  CHECK_EQ(stats.waiting, 3);
  CHECK_EQ(stats.open, 0);
  CHECK_GT(stats.bytes, 4096);
}

TEST_CASE("an export is checked with nothing but the public key") {
  const JournalRig rig, stranger;
  {
    auto journal = rig.open().value();
    for (std::uint32_t i = 1; i <= 60; ++i)
      JournalRig::settle(journal, 20 + i);
    REQUIRE(
        journal.writer(kSoon, {})->bookModuleNumber(81, Journal::Writer::ModuleUse::burnt, "a|b", rig.now));
  }
  const auto text = exported(rig.file);
  CHECK(text.find("SIMX0001") == std::string::npos);
  const VerifyKeys keys{.terminal = &rig.publicKey};
  const auto report = verifiedText(rig, text, keys).value();
  CHECK(report.isGood());
  CHECK_EQ(report.records, 60);
  CHECK_EQ(report.heads, 1);
  CHECK_EQ(report.unsignedTail, 10);
  CHECK_EQ(report.identity.institution, "SIMH00000001");
  CHECK(!verifiedText(rig, text, {.terminal = &stranger.publicKey})->isGood());
  CHECK(verifiedText(rig, text, {.log = &rig.logKey})->isGood());

  const auto findingOf = [&](const std::string& changed) {
    const auto found = verifiedText(rig, changed, keys);
    REQUIRE(found.has_value());
    REQUIRE(!found->findings.empty());
    return found->findings[0].problem;
  };
  CHECK(findingOf(replaced(text, "|100|0|100|0|", "|900|0|900|0|")) == Problem::unchained);
  CHECK(findingOf(replaced(withoutLine(text, "record|", 30), "end|60", "end|59")) == Problem::missing);
  CHECK(findingOf(replaced(text, "|20260105093020\nnumber", "|20260105093021\nnumber")) == Problem::head);
  // Cut off behind the newest head: the security module's numbers tell.
  CHECK(findingOf(replaced(withoutLine(text, "record|", 60), "end|60", "end|59")) == Problem::number);
}

TEST_CASE("a text that is no export, or is cut off, names the line") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
  }
  const auto text = exported(rig.file);
  REQUIRE(verifiedText(rig, text, {}).has_value());
  const auto faultOf = [&](const std::string& changed) {
    const auto report = verifiedText(rig, changed, {});
    REQUIRE(!report.has_value());
    CHECK(report.error().fault == Fault::broken);
    return report.error().what;
  };
  CHECK_EQ(faultOf(withoutLine(text, "record|", 1)), "line 3");  // its end says one
  CHECK_EQ(faultOf(text + "x"), "something stands behind the end");
  CHECK_EQ(faultOf(text.substr(0, text.find("end|"))), "it ends too early");
  CHECK_EQ(faultOf(replaced(text, "record|1|", "record|x|")), "line 3");
  CHECK_EQ(faultOf(replaced(text, "epoch|", "epoche|")), "line 2");
  CHECK_EQ(faultOf(replaced(text, "|S|11|", "|S|12|")), "line 3");
  CHECK_EQ(faultOf(replaced(text, "record|", "record|" + std::string(5000, '1'))), "line 3");
}

}  // namespace ssc::journal
