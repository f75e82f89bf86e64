// What survives a crash: files that name documents and nobody.
#include "hostlib/flows/office/print_registry.hpp"

#include <sys/stat.h>

#include "tests/unit/flows_print/print_rig.hpp"

using namespace ssc;
using flows::PrintFolder;
using flows::PrintRecord;
using flows::PrintState;
using flows::Reason;

namespace {

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a record is a file of its owner's alone, named by the document, and holds no person") {
  const test::TemporaryFolder folder;
  PrintFolder registry(folder.path() / "print");
  const auto turn = registry.take();
  REQUIRE(turn.has_value());
  REQUIRE((*turn)->keep({test::kDocNo, PrintState::spooled, 2, "20260105093000000", {}}).has_value());
  const auto file = folder.path() / "print" / test::kDocNo;
  CHECK_EQ(contentOf(file), "ssc-print 1 spooled 2 20260105093000000 \n");
  struct stat facts{};
  REQUIRE_EQ(::stat(file.c_str(), &facts), 0);
  CHECK_EQ(facts.st_mode & 0777U, 0600U);
  REQUIRE_EQ(::stat(file.parent_path().c_str(), &facts), 0);
  CHECK_EQ(facts.st_mode & 0777U, 0700U);
  (*turn)->drop(test::kDocNo);
  CHECK((*turn)->kept().empty());
}

TEST_CASE("records come back as they were kept, voided ones with their reason") {
  const test::TemporaryFolder folder;
  PrintFolder registry(folder.path() / "print");
  const auto turn = registry.take();
  REQUIRE(turn.has_value());
  const PrintRecord record{test::kDocNo, PrintState::voided, 3, "20260105093000000", "paperJam"};
  REQUIRE((*turn)->keep(record).has_value());
  const auto kept = (*turn)->kept();
  REQUIRE_EQ(kept.size(), 1);
  CHECK_EQ(kept[0].docNo, record.docNo);
  CHECK(kept[0].state == record.state);
  CHECK_EQ(kept[0].pages, 3U);
  CHECK_EQ(kept[0].at, record.at);
  CHECK_EQ(kept[0].reason, "paperJam");
}

TEST_CASE("a file that cannot be read is a void document; files of other names are none") {
  for (const char* content :
       {"", "ssc-print 1 taken 2 20260105093000000", "ssc-print 1 lost 2 20260105093000000 \n",
        "ssc-print 1 taken two 20260105093000000 \n", "\xff\xff\n"}) {
    CAPTURE(content);
    const test::TemporaryFolder folder;
    PrintFolder registry(folder.path() / "print");
    const auto turn = registry.take();
    const auto file = folder.write(std::string("print/") + test::kDocNo, content);
    ::chmod(file.c_str(), 0600);
    static_cast<void>(folder.write("print/notes.txt", "no document"));
    static_cast<void>(folder.write(std::string("print/") + test::kDocNo + ".new", "half"));
    const auto kept = (*turn)->kept();
    REQUIRE_EQ(kept.size(), 1);
    CHECK_EQ(kept[0].docNo, test::kDocNo);
    CHECK(kept[0].state == PrintState::voided);
    CHECK_EQ(kept[0].reason, "unreadable");
  }
}

TEST_CASE("one at a time prints or recovers") {
  test::PrintRig rig;
  PrintFolder registry(rig.office.folder.path() / "print");
  {
    const auto turn = registry.take();
    REQUIRE(turn.has_value());
    test::failureOf(flows::recoverPrints(*rig.desk, registry, {}), Reason::printerBusy);
    const auto end = rig.print();
    CHECK(end.state == PrintState::failed);
    REQUIRE(end.failure.has_value());
    test::checkFailure(*end.failure, Reason::printerBusy);
    CHECK(rig.center().seen("8203").empty());
  }
  CHECK(rig.print().isTaken());
}

TEST_CASE("a folder that cannot be made registers nothing") {
  PrintFolder registry("/proc/none/print");
  test::failureOf(registry.take(), Reason::badConfiguration);
}
