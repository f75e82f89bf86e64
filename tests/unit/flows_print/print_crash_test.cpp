// The program ends at each write of the registry, before it and after: whatever had a number is void
// afterwards, unless it was taken.
#include <algorithm>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/flows_print/print_rig.hpp"

using namespace ssc;
using flows::PrintState;
using flows::Reason;
using test::Act;
using test::CrashingRegistry;
using test::PrintRig;
using At = CrashingRegistry::At;
using Names = std::vector<std::string>;

namespace {

constexpr int kWritesToTaken = 6;  // registered, spooled, printing, presented, taken, dropped

/// The next start of the program.
flows::PrintRecovery recover(PrintRig& rig) {
  rig.restart();
  flows::PrintFolder folder(rig.office.folder.path() / "print");
  const auto recovery = flows::recoverPrints(*rig.desk, folder, {});
  REQUIRE(recovery.has_value());
  return *recovery;
}

}  // namespace

TEST_CASE("a document that is printed without trouble writes six times") {
  PrintRig rig;
  rig.usePresenter();
  CHECK(rig.print().isTaken());
  CHECK_EQ(rig.registry.writes(), kWritesToTaken);
}

TEST_CASE("a crash at any write leaves the document void, or taken where it was") {
  for (int write = 1; write <= kWritesToTaken; ++write) {
    for (const At at : {At::before, At::after}) {
      CAPTURE(write);
      CAPTURE((at == At::after));
      PrintRig rig;
      rig.usePresenter();
      rig.registry.plan(at, write);
      CHECK_THROWS_AS(rig.print(), CrashingRegistry::Crash);
      const bool wasTold = write == kWritesToTaken;
      CHECK_EQ(rig.closed(), wasTold ? Names{"taken"} : Names{});

      // Before the first write the disk knows nothing: the center voids that one by itself, at the terminal's
      // next document.
      const bool onDisk = write > 1 || at == At::after;
      const bool isTaken = write >= 6 || (write == 5 && at == At::after);
      const bool isDropped = write == kWritesToTaken && at == At::after;
      const auto recovery = recover(rig);
      CHECK_EQ(recovery.told, (onDisk && !isDropped ? 1U : 0U));
      CHECK_EQ(recovery.kept, 0U);
      const int reached = at == At::after ? write : write - 1;
      CHECK_EQ(recovery.paperOpen, (reached >= 2 && reached <= 4));
      if (onDisk && !isDropped) CHECK_EQ(rig.closed(), Names{isTaken ? "taken" : "void crash"});
      CHECK(rig.kept().empty());
    }
  }
}

TEST_CASE("what could not be told is kept, and told before the next document is registered") {
  PrintRig rig;
  rig.center().script("8204", {Act::unreachable, Act::unreachable});
  const auto end = rig.print();
  CHECK(end.isTaken());
  CHECK_FALSE(end.told);
  REQUIRE_EQ(rig.kept().size(), 1);
  CHECK(rig.kept().front().state == PrintState::taken);

  rig.restart();
  rig.printer.looks = {test::job(printer::Phase::completed, 2)};
  rig.registered = PrintRig().registered;
  rig.looksBeforeAnswer = 1;
  CHECK(rig.print().isTaken());
  CHECK_EQ(rig.closed(), Names{"taken", "taken"});
  const auto order = rig.messages();
  CHECK(std::ranges::find(order, "8204") < std::ranges::find(order, "8203"));
  CHECK(rig.kept().empty());
}

TEST_CASE("while a taken document cannot be told, no other one is registered") {
  PrintRig rig;
  rig.center().script("8204", std::deque<Act>(4, Act::unreachable));
  CHECK(rig.print().isTaken());
  const auto second = rig.print();
  CHECK(second.state == PrintState::failed);
  REQUIRE(second.failure.has_value());
  test::checkFailure(*second.failure, Reason::officeUnreachable);
  CHECK_EQ(rig.center().done("8203"), 1);
  CHECK_EQ(rig.kept().size(), 1);
}

TEST_CASE("what the center has closed by itself is forgotten") {
  PrintRig rig;
  rig.registry.plan(At::after, 2);
  CHECK_THROWS_AS(rig.print(), CrashingRegistry::Crash);
  rig.center().refuse("8204", wire::office::ErrorCode::wrongStep);
  const auto recovery = recover(rig);
  CHECK_EQ(recovery.told, 1U);
  CHECK(rig.kept().empty());
}

TEST_CASE("a center that is busy or forgot the terminal hears it later") {
  PrintRig rig;
  rig.registry.plan(At::after, 2);
  CHECK_THROWS_AS(rig.print(), CrashingRegistry::Crash);
  rig.center().refuse("8204", wire::office::ErrorCode::busy, 5);
  auto recovery = recover(rig);
  CHECK_EQ(recovery.kept, 1U);
  REQUIRE(recovery.failure.has_value());
  CHECK_EQ(rig.kept().size(), 1);
  rig.center().answerWith("8204",
                          [](const test::Seen&) { return wire::office::encodeBody(wire::office::Done{}); });
}

TEST_CASE("a process that is killed leaves its lock and what it wrote") {
  const test::TemporaryFolder folder;
  const auto place = folder.path() / "print";
  int ready[2];
  REQUIRE_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    flows::PrintFolder own(place);
    const auto turn = own.take();
    const bool kept = turn && (*turn)->keep({test::kDocNo, PrintState::printing, 2, "20260105093000000", {}});
    if (::write(ready[1], kept ? "y" : "n", 1) == 1) ::pause();
    ::_exit(1);
  }
  char said = 0;
  REQUIRE_EQ(::read(ready[0], &said, 1), 1);
  CHECK_EQ(said, 'y');
  flows::PrintFolder registry(place);
  test::failureOf(registry.take(), Reason::printerBusy);
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE_EQ(::waitpid(child, &status, 0), child);
  ::close(ready[0]);
  ::close(ready[1]);
  const auto turn = registry.take();
  REQUIRE(turn.has_value());
  REQUIRE_EQ((*turn)->kept().size(), 1);
  CHECK(((*turn)->kept().front().state == PrintState::printing));
}
