#include "hostlib/journal/journal.hpp"

#include <doctest/doctest.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/journal/journal_rig.hpp"

namespace ssc::journal {
namespace {

using settlement::RecordType;

Fault faultOf(const auto& result) {
  REQUIRE(!result.has_value());
  return result.error().fault;
}

}  // namespace

TEST_CASE("a purchase is prepared, closed, and waits for its card") {
  const JournalRig rig;
  auto journal = rig.open().value();
  CHECK_EQ(journal.tail()->sequence, 0);
  auto writer = journal.writer(kSoon, {}).value();

  CHECK_EQ(writer.prepare(JournalRig::draft(21)).value(), 1);
  auto rows = journal.openRows().value();
  REQUIRE_EQ(rows.size(), 1);
  CHECK(rows[0].isPrepared);
  CHECK(rows[0].record.type == RecordType::unknown);
  CHECK_EQ(rows[0].record.terminalSequence, 21);
  CHECK(rows[0].card == CardTargets{100, 1, ""});
  CHECK_EQ(journal.tail()->sequence, 0);  // only a closed record is chained

  const auto closed = writer.close(Settled{{1, 2, 3, 4}}, rig.now).value();
  CHECK(closed.type == RecordType::settled);
  CHECK(closed.tac == settlement::Tac{1, 2, 3, 4});
  CHECK_EQ(journal.tail()->sequence, 1);
  rows = journal.openRows().value();
  REQUIRE_EQ(rows.size(), 1);
  CHECK(!rows[0].isPrepared);

  REQUIRE(writer.cardDone(1));
  CHECK(journal.openRows()->empty());
  CHECK_EQ(journal.lastModuleNumber().value(), 21);
  CHECK(rig.verified().isGood());
}

TEST_CASE("one that did not happen keeps its number and burns the module's") {
  const JournalRig rig;
  auto journal = rig.open().value();
  auto writer = journal.writer(kSoon, {}).value();
  REQUIRE_EQ(writer.prepare(JournalRig::draft(21)).value(), 1);
  const auto closed = writer.close(Aborted{"9406"}, rig.now).value();
  CHECK(closed.type == RecordType::aborted);
  CHECK_EQ(closed.sequence, 1);
  CHECK_EQ(closed.terminalSequence, 0);
  CHECK_EQ(closed.feeLines, 0);
  CHECK(journal.openRows()->empty());
  CHECK_EQ(journal.lastModuleNumber().value(), 21);
  CHECK_EQ(writer.prepare(JournalRig::draft(22)).value(), 2);
  CHECK(rig.verified().isGood());
}

TEST_CASE("one of which nothing is known is closed as it was prepared") {
  const JournalRig rig;
  auto journal = rig.open().value();
  auto writer = journal.writer(kSoon, {}).value();
  REQUIRE(writer.prepare(JournalRig::draft(21)));
  const auto closed = writer.close(Unknown{}, rig.now).value();
  CHECK(closed.type == RecordType::unknown);
  CHECK_EQ(closed.terminalSequence, 21);
  CHECK_EQ(closed.feeLines, 1);
  CHECK(journal.openRows()->empty());
  CHECK(rig.verified().isGood());
}

TEST_CASE("nothing comes before what is PREPARED is closed") {
  const JournalRig rig;
  auto journal = rig.open().value();
  auto writer = journal.writer(kSoon, {}).value();
  CHECK(faultOf(writer.close(Unknown{}, rig.now)) == Fault::misuse);
  REQUIRE(writer.prepare(JournalRig::draft(21)));
  CHECK(faultOf(writer.prepare(JournalRig::draft(22))) == Fault::misuse);
  CHECK(faultOf(writer.append(JournalRig::exception(), "", {}, rig.now)) == Fault::misuse);
  CHECK(faultOf(writer.cardDone(1)) == Fault::misuse);
  CHECK(faultOf(writer.beginEpoch(rig.logKey, rig.now)) == Fault::misuse);
  REQUIRE(writer.close(Unknown{}, rig.now));
  CHECK_EQ(writer.append(JournalRig::exception(), "", {}, rig.now)->sequence, 2);
}

TEST_CASE("a draft that is no record, or whose fees are others, is refused and nothing is written") {
  const JournalRig rig;
  auto journal = rig.open().value();
  auto writer = journal.writer(kSoon, {}).value();
  auto draft = JournalRig::draft(21);
  draft.fees += ' ';
  CHECK(faultOf(writer.prepare(draft)) == Fault::misuse);
  draft = JournalRig::draft(21);
  draft.record.type = RecordType::settled;
  CHECK(faultOf(writer.prepare(draft)) == Fault::misuse);
  draft = JournalRig::draft(0);
  CHECK(faultOf(writer.prepare(draft)) == Fault::misuse);
  draft = JournalRig::draft(21);
  draft.record.reason = "N00";
  CHECK(faultOf(writer.prepare(draft)) == Fault::misuse);
  CHECK(journal.openRows()->empty());
  auto record = JournalRig::exception();
  record.type = RecordType::settled;
  CHECK(faultOf(writer.append(record, "", {}, rig.now)) == Fault::misuse);
  CHECK_EQ(journal.tail()->sequence, 0);
}

TEST_CASE("a head is signed with every fiftieth record and when asked") {
  const JournalRig rig;
  auto journal = rig.open().value();
  for (std::uint32_t i = 1; i <= 120; ++i)
    JournalRig::settle(journal, 20 + i);
  auto report = rig.verified();
  CHECK(report.isGood());
  CHECK_EQ(report.heads, 2);
  CHECK_EQ(report.unsignedTail, 20);
  const auto head = journal.writer(kSoon, {})->sign(rig.now).value();
  CHECK_EQ(head.sequence, 120);
  CHECK(head.link == journal.tail()->link);
  report = rig.verified();
  CHECK(report.isGood());
  CHECK_EQ(report.unsignedTail, 0);
}

TEST_CASE("what is there is there when it is opened again") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
    REQUIRE(journal.writer(kSoon, {})->prepare(JournalRig::draft(22)));
  }
  auto journal = rig.open().value();
  CHECK_EQ(journal.tail()->sequence, 1);
  const auto rows = journal.openRows().value();
  REQUIRE_EQ(rows.size(), 1);
  CHECK(rows[0].isPrepared);
  CHECK_EQ(rows[0].record.sequence, 2);
  CHECK_EQ(journal.writer(kSoon, {})->close(Unknown{}, rig.now)->sequence, 2);
}

TEST_CASE("a journal of another terminal or institution is refused") {
  const JournalRig rig;
  REQUIRE(rig.open().has_value());
  CHECK(faultOf(rig.openAs({"999999000018", "SIMH00000001"})) == Fault::foreign);
  CHECK(faultOf(rig.openAs({"999999000017", "SIMH00000002"})) == Fault::foreign);
  CHECK(rig.open().has_value());
}

TEST_CASE("a new log key begins a new chain, tied to the old one by a head under both keys") {
  JournalRig rig;
  const crypto::Key newKey(crypto::Bytes(16, 0xC1));
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
    auto writer = journal.writer(kSoon, {}).value();
    REQUIRE(writer.beginEpoch(newKey, rig.now));
    // Its own MACs would be of the old key.
    CHECK(faultOf(writer.append(JournalRig::exception(), "", {}, rig.now)) == Fault::crypto);
  }
  rig.logKey = crypto::Key(crypto::Bytes(16, 0xC1));
  auto journal = rig.open().value();
  CHECK(journal.tail()->link == settlement::genesis("999999000017", 2).value());
  JournalRig::settle(journal, 22);
  const auto report = rig.verified();
  CHECK(report.isGood());
  CHECK_EQ(report.epochs, 2);
  CHECK_EQ(report.records, 2);
  CHECK_EQ(report.heads, 1);
}

TEST_CASE("one writes at a time, whichever program") {
  const JournalRig rig;
  auto journal = rig.open().value(), other = rig.open().value();
  auto writer = std::optional(journal.writer(kSoon, {}).value());
  CHECK(faultOf(other.writer(std::chrono::milliseconds(30), {})) == Fault::busy);
  CHECK_EQ(other.tail()->sequence, 0);  // reading goes on

  const pid_t child = ::fork();  // a process that has the lock's file open too
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  writer.reset();
  CHECK(other.writer(kSoon, {}).has_value());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);

  std::stop_source stop;
  writer.emplace(journal.writer(kSoon, {}).value());
  std::jthread stopping([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.request_stop();
  });
  const auto begun = std::chrono::steady_clock::now();
  CHECK(faultOf(other.writer(std::chrono::seconds(20), stop.get_token())) == Fault::busy);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
}

TEST_CASE("two programs in turns make one chain") {
  const JournalRig rig;
  auto journal = rig.open().value(), other = rig.open().value();
  for (std::uint32_t i = 0; i < 20; ++i)
    JournalRig::settle(i % 2 == 0 ? journal : other, 21 + i);
  const auto report = rig.verified();
  CHECK(report.isGood());
  CHECK_EQ(report.records, 20);
}

TEST_CASE("the numbers of the security module are accounted for") {
  const JournalRig rig;
  auto journal = rig.open().value();
  CHECK_EQ(journal.lastModuleNumber().value(), 0);
  JournalRig::settle(journal, 21);
  auto writer = journal.writer(kSoon, {}).value();
  REQUIRE(writer.bookModuleNumber(22, Journal::Writer::ModuleUse::online, "msgid", rig.now));
  REQUIRE(writer.bookModuleNumber(23, Journal::Writer::ModuleUse::burnt, "INIT SAM alone", rig.now));
  CHECK_EQ(journal.lastModuleNumber().value(), 23);
  CHECK(!writer.bookModuleNumber(23, Journal::Writer::ModuleUse::burnt, "again", rig.now));
  CHECK(rig.verified().isGood());
  REQUIRE(writer.bookModuleNumber(25, Journal::Writer::ModuleUse::burnt, "one is missing", rig.now));
  const auto report = rig.verified();
  REQUIRE_EQ(report.findings.size(), 1);
  CHECK(report.findings[0].problem == Problem::number);
  CHECK_EQ(report.findings[0].sequence, 25);
}

TEST_CASE("persons and fees cannot be read from the file") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
  }
  std::string whole;
  for (const auto& entry : std::filesystem::directory_iterator(rig.folder)) {
    FILE* file = std::fopen(entry.path().c_str(), "rb");
    REQUIRE(file != nullptr);
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
      whole.push_back(static_cast<char>(c));
    std::fclose(file);
  }
  CHECK(whole.find("SIMH00000001") != std::string::npos);  // it was looked into indeed
  CHECK(whole.find("person block") == std::string::npos);
  CHECK(whole.find("SIMX0001") == std::string::npos);
}

TEST_CASE("a folder that cannot be written, and a file that is no journal") {
  const JournalRig rig;
  std::filesystem::create_directories(rig.file);
  CHECK(faultOf(rig.open()) == Fault::readOnly);
  std::filesystem::remove(rig.file);
  FILE* file = std::fopen(rig.file.c_str(), "wb");
  for (int i = 0; i < 5000; ++i)
    std::fputc('x', file);
  std::fclose(file);
  CHECK(faultOf(rig.open()) == Fault::broken);
}

}  // namespace ssc::journal
