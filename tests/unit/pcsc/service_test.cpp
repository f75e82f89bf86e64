// Against the real pcscd: run by in_private_run.sh.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <memory>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "apdu/pcsc/card_channel.hpp"
#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/job.hpp"
#include "apdu/pcsc/watcher.hpp"
#include "tests/unit/pcsc/pcscd.hpp"

using ssc::apdu::ChannelError;
using namespace ssc::pcsc;
using namespace std::chrono_literals;
using test::Pcscd;

namespace {

Deadline in(std::chrono::milliseconds time) {
  return Clock::now() + time;
}

/// Each test begins without a service.
struct PrivateRun {
  PrivateRun() {
    REQUIRE(test::isPrivateRun());  // start this program through in_private_run.sh
    test::clearRun();
  }
};

/// Requests the stop after a while and keeps the moment.
struct Stopper {
  explicit Stopper(std::chrono::milliseconds after)
      : thread([this, after] {
          std::this_thread::sleep_for(after);
          requested = Clock::now();
          source.request_stop();
        }) {}
  std::stop_source source;
  Clock::time_point requested;
  std::jthread thread;
};

/// A process that ends while threads of its own open and close contexts. Never returns.
[[noreturn]] void endInTheMiddle(std::chrono::microseconds after) {
  for (int i = 0; i < 4; ++i)
    std::thread([] {
      for (;;)
        static_cast<void>(Context::establish());
    }).detach();
  std::this_thread::sleep_for(after);
  std::exit(0);  // NOLINT(concurrency-mt-unsafe): that is the point
}

}  // namespace

TEST_CASE_FIXTURE(PrivateRun, "a process may end while threads left behind are inside the library") {
  const Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  constexpr int kProcesses = 200;
  int ended = 0;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    if (child == 0) endInTheMiddle(5ms + i * 37us);
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) ++ended;
  }
  CHECK(ended == kProcesses);
}

TEST_CASE_FIXTURE(PrivateRun, "where no pcscd runs, the service is absent") {
  CHECK(Context::establish() == tl::unexpected(ChannelError::serviceAbsent));
  CHECK(Watcher().waitFor(in(10s), {}) == tl::unexpected(ChannelError::serviceAbsent));
}

TEST_CASE_FIXTURE(PrivateRun, "a pcscd without readers has an empty list, and no card can be opened") {
  const Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  const auto context = *Context::establish();
  CHECK(context->isValid());
  CHECK(context->readers()->empty());
  CHECK(CardChannel::open(context, "R 00 00", in(1s), {}) == tl::unexpected(ChannelError::noReader));
  CHECK(waitForCard("R 00 00", in(1s), {}) == tl::unexpected(ChannelError::noReader));
}

TEST_CASE_FIXTURE(PrivateRun, "the wait for the first reader ends at its deadline") {
  const Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  const auto start = Clock::now();
  CHECK(Watcher().waitFor(start + 150ms, {}) == tl::unexpected(ChannelError::timedOut));
  CHECK(Clock::now() - start >= 150ms);
  CHECK(Clock::now() - start < 900ms);
}

TEST_CASE_FIXTURE(
    PrivateRun,
    "the wait for the first reader can be cancelled from another thread within 100 ms, again and again") {
  const Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  Watcher watcher;
  for (int i = 0; i < 20; ++i) {
    Stopper stopper{std::chrono::milliseconds(i)};
    CHECK(watcher.waitFor(in(10s), stopper.source.get_token()) == tl::unexpected(ChannelError::cancelled));
    const auto ended = Clock::now();
    stopper.thread.join();
    CHECK(ended - stopper.requested < 100ms);
  }
}

TEST_CASE_FIXTURE(PrivateRun, "an abandoned job that waits for a reader ends soon after") {
  const Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  using Nothing = tl::expected<void, ChannelError>;
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  const auto answer = runAbandonable(in(50ms), {}, [ended](const JobToken& token) -> Nothing {
    const auto events = Watcher().waitFor(in(10s), token.stopToken());
    ended->store(events == tl::unexpected(ChannelError::cancelled));
    return {};
  });
  CHECK(answer == tl::unexpected(ChannelError::timedOut));
  for (int i = 0; i < 100 && !ended->load(); ++i)
    std::this_thread::sleep_for(1ms);
  CHECK(ended->load());
}

TEST_CASE_FIXTURE(PrivateRun,
                  "a pcscd that is killed during the wait has stopped, then is absent, then is found again") {
  Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  const auto context = *Context::establish();
  Watcher watcher;
  {
    std::jthread killer([&pcscd] {
      std::this_thread::sleep_for(50ms);
      pcscd.kill();
    });
    CHECK(watcher.waitFor(in(10s), {}) == tl::unexpected(ChannelError::serviceStopped));
  }
  CHECK_FALSE(context->isValid());
  CHECK(context->readers() == tl::unexpected(ChannelError::serviceStopped));
  CHECK(CardChannel::open(context, "R 00 00", in(1s), {}) == tl::unexpected(ChannelError::serviceStopped));
  CHECK(watcher.waitFor(in(10s), {}) == tl::unexpected(ChannelError::serviceAbsent));

  test::clearRun();
  const Pcscd restarted;
  REQUIRE(restarted.isReady());
  CHECK(watcher.waitFor(in(50ms), {}) == tl::unexpected(ChannelError::timedOut));
}

TEST_CASE_FIXTURE(PrivateRun, "a pcscd that hangs holds up neither who waits for a job nor who stops it") {
  Pcscd pcscd;
  REQUIRE(pcscd.isReady());
  using Answer = tl::expected<std::vector<Event>, ChannelError>;
  const auto watch = [](const JobToken& token) -> Answer {
    return Watcher().waitFor(in(20s), token.stopToken());
  };
  CHECK(runAbandonable(in(50ms), {}, watch) ==
        tl::unexpected(ChannelError::timedOut));  // it waits as it should

  std::jthread hanger([&pcscd] {
    std::this_thread::sleep_for(50ms);
    pcscd.hang();
  });
  const auto start = Clock::now();
  CHECK(runAbandonable(start + 200ms, {}, watch) == tl::unexpected(ChannelError::timedOut));
  hanger.join();
  CHECK(runAbandonable(in(200ms), {}, [](const JobToken&) { return Context::establish(); }) ==
        tl::unexpected(ChannelError::timedOut));
  CHECK(Clock::now() - start < 5s);
  pcscd.goOn();
  CHECK(pcscd.isReady());
}
