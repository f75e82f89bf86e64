// The journal on a disk that is full, fails, or loses its power at any moment.
#include <cstdlib>
#include <doctest/doctest.h>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/test_disk.hpp"
#include "tests/unit/journal/journal_rig.hpp"

namespace ssc::journal {
namespace {

using tests::TestDisk;

constexpr std::uint32_t kPurchases = 12;

/// Told through a pipe, by one byte each: 'p' n was answered as prepared, 's' n as closed. What was told is
/// what a card and a security module would remember.
struct Told {
  std::uint32_t prepared = 0, settled = 0;
};

/// In the child: settles until the power goes at disk event `cut`.
[[noreturn]] void settleUntilCut(const JournalRig& rig, std::uint64_t cut, std::uint64_t seed, int pipe) {
  auto& disk = TestDisk::install(false);
  disk.watch([&disk, cut, seed](const TestDisk::Event& event) {
    if (event.number == cut) {
      std::mt19937_64 random(seed);
      disk.cutPower(random);
      ::_exit(9);
    }
    return SQLITE_OK;
  });
  const auto tell = [pipe](char what) {
    if (::write(pipe, &what, 1) != 1) std::abort();
  };
  auto journal = rig.open(TestDisk::kName);
  if (!journal) ::_exit(2);
  for (std::uint32_t i = 1; i <= kPurchases; ++i) {
    auto writer = journal->writer(kSoon, {});
    if (!writer || !writer->prepare(JournalRig::draft(20 + i))) ::_exit(3);
    tell('p');
    if (!writer->close(Settled{{1, 2, 3, 4}}, rig.now)) ::_exit(4);
    tell('s');
    if (!writer->cardDone(i)) ::_exit(5);
  }
  ::_exit(0);
}

Told readTold(int pipe) {
  Told told;
  char what = 0;
  while (::read(pipe, &what, 1) == 1)
    ++(what == 'p' ? told.prepared : told.settled);
  return told;
}

}  // namespace

TEST_CASE("whenever the power goes, what was answered is there, once, and the chain holds") {
  std::mt19937_64 random(20261124);
  int cuts = 0, whole = 0;
  for (std::uint64_t cut = 1; whole < 3; cut += 1 + random() % 2) {
    CAPTURE(cut);
    const JournalRig rig;
    std::array<int, 2> pipe{};
    REQUIRE_EQ(::pipe(pipe.data()), 0);
    const auto seed = random();
    const pid_t child = ::fork();
    if (child == 0) settleUntilCut(rig, cut, seed, pipe[1]);
    ::close(pipe[1]);
    const Told told = readTold(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    REQUIRE_EQ(::waitpid(child, &status, 0), child);
    REQUIRE(WIFEXITED(status));
    REQUIRE((WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
    if (WEXITSTATUS(status) == 0) {
      ++whole;
      continue;
    }
    ++cuts;
    auto journal = rig.open();
    REQUIRE_MESSAGE(journal.has_value(), journal.error().what);
    const auto records = journal->tail()->sequence;
    const auto rows = journal->openRows().value();
    const bool isPrepared = !rows.empty() && rows.back().isPrepared;
    // Each that was answered is there; besides, at most the one that was on its way.
    CHECK_GE(records, told.settled);
    CHECK_LE(records, told.settled + 1);
    CHECK_GE(records + (isPrepared ? 1 : 0), told.prepared);
    CHECK_LE(records + (isPrepared ? 1 : 0), told.prepared + 1);
    CHECK(rig.verified().isGood());
    // And it goes on.
    auto writer = journal->writer(kSoon, {}).value();
    if (isPrepared) REQUIRE(writer.close(Unknown{}, rig.now));
    CHECK_EQ(writer.append(JournalRig::exception(), "", {}, rig.now)->sequence,
             records + (isPrepared ? 2 : 1));
    CHECK(rig.verified().isGood());
  }
  CHECK_GT(cuts, 50);
}

TEST_CASE("a disk that fills up is an error, nothing is half written, and later it goes on") {
  for (std::uint64_t at = 1; at < 60; at += 3) {
    CAPTURE(at);
    const JournalRig rig;
    auto& disk = TestDisk::install(false);
    disk.watch({});
    auto journal = rig.open(TestDisk::kName).value();
    JournalRig::settle(journal, 21);
    std::uint64_t events = 0;
    disk.watch([&](const TestDisk::Event& event) {
      return event.operation == TestDisk::Operation::write && ++events >= at ? SQLITE_FULL : SQLITE_OK;
    });
    std::uint32_t number = 21;
    Result<void> failure;
    {
      auto writer = journal.writer(kSoon, {}).value();
      while (failure) {
        const auto prepared = writer.prepare(JournalRig::draft(++number));
        if (!prepared) {
          failure = tl::unexpected(prepared.error());
          break;
        }
        const auto closed = writer.close(Settled{{1, 2, 3, 4}}, rig.now);
        if (!closed) failure = tl::unexpected(closed.error());
        if (closed) static_cast<void>(writer.cardDone(closed->sequence));
      }
    }
    CHECK(failure.error().fault == Fault::full);
    disk.watch({});
    const auto rows = journal.openRows().value();
    auto writer = journal.writer(kSoon, {}).value();
    if (!rows.empty() && rows.back().isPrepared) REQUIRE(writer.close(Unknown{}, rig.now));
    REQUIRE(writer.append(JournalRig::exception(), "", {}, rig.now));
    CHECK(rig.verified().isGood());
  }
}

TEST_CASE("a disk that does not sync is an error") {
  const JournalRig rig;
  auto& disk = TestDisk::install(false);
  disk.watch({});
  auto journal = rig.open(TestDisk::kName).value();
  JournalRig::settle(journal, 21);
  disk.watch([](const TestDisk::Event& event) {
    return event.operation == TestDisk::Operation::sync ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  });
  {
    auto writer = journal.writer(kSoon, {}).value();
    const auto prepared = writer.prepare(JournalRig::draft(22));
    REQUIRE(!prepared.has_value());
    CHECK(prepared.error().fault == Fault::disk);
  }
  disk.watch({});
  CHECK_EQ(JournalRig::settle(journal, 22).sequence, 2);
  CHECK(rig.verified().isGood());
}

}  // namespace ssc::journal
