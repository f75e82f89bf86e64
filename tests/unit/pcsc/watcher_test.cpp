#include "apdu/pcsc/watcher.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <thread>

#include "tests/unit/pcsc/fake_service.hpp"

using ssc::apdu::Bytes;
using ssc::apdu::ChannelError;
using namespace ssc::pcsc;
using namespace std::chrono_literals;
using test::FakeService;
using test::Fixture;

namespace {

const Bytes kAtr{0x3B, 0x00};

Deadline in(std::chrono::milliseconds time) {
  return Clock::now() + time;
}

struct WithReader : Fixture {
  WithReader() {
    fake.with([](FakeService& service) { service.readers = {{"R 00 00"}}; });
  }
  void insert() {
    fake.with([](FakeService& service) {
      service.readers.front() = {"R 00 00", 0x10000 | SCARD_STATE_PRESENT, kAtr};
    });
  }
  /// Does something once somebody waits in the service.
  template <class Function>
  std::jthread whenWaiting(Function function) {
    return std::jthread([this, function] {
      fake.awaits([](const FakeService& service) { return service.isWaiting; });
      std::this_thread::sleep_for(5ms);
      function();
    });
  }
};

using Events = std::vector<Event>;

}  // namespace

TEST_CASE_FIXTURE(WithReader, "the first wait reports the readers and cards that are there") {
  insert();
  Watcher watcher;
  CHECK(*watcher.waitFor(in(10s), {}) ==
        Events{{EventKind::readerArrived, "R 00 00", {}}, {EventKind::cardInserted, "R 00 00", kAtr}});
}

TEST_CASE_FIXTURE(WithReader, "a card that goes in ends the wait") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  const auto inserter = whenWaiting([this] { insert(); });
  CHECK(*watcher.waitFor(in(10s), {}) == Events{{EventKind::cardInserted, "R 00 00", kAtr}});
  CHECK(watcher.find("R 00 00")->hasCard());
}

TEST_CASE_FIXTURE(WithReader, "a reader that arrives ends the wait") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  const auto plugger = whenWaiting(
      [this] { fake.with([](FakeService& service) { service.readers.push_back({"S 01 00"}); }); });
  CHECK(*watcher.waitFor(in(10s), {}) == Events{{EventKind::readerArrived, "S 01 00", {}}});
}

TEST_CASE_FIXTURE(WithReader, "a reader that leaves takes its card with it") {
  insert();
  Watcher watcher;
  REQUIRE(watcher.poll());
  const auto unplugger =
      whenWaiting([this] { fake.with([](FakeService& service) { service.readers.clear(); }); });
  CHECK(*watcher.waitFor(in(10s), {}) ==
        Events{{EventKind::cardRemoved, "R 00 00", {}}, {EventKind::readerLeft, "R 00 00", {}}});
  CHECK(watcher.readers().empty());
}

TEST_CASE_FIXTURE(WithReader, "a wait without an event ends at its deadline") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  const auto start = Clock::now();
  CHECK(watcher.waitFor(start + 40ms, {}) == tl::unexpected(ChannelError::timedOut));
  CHECK(Clock::now() - start >= 40ms);
  CHECK(Clock::now() - start < 900ms);
}

TEST_CASE_FIXTURE(WithReader, "a stop from another thread ends the wait") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  std::stop_source stop;
  const auto stopper = whenWaiting([&stop] { stop.request_stop(); });
  const auto start = Clock::now();
  CHECK(watcher.waitFor(in(10s), stop.get_token()) == tl::unexpected(ChannelError::cancelled));
  CHECK(Clock::now() - start < 900ms);
}

TEST_CASE_FIXTURE(WithReader, "a cancel that the service forgets is repeated") {
  fake.with([](FakeService& service) { service.lostCancels = 3; });
  Watcher watcher;
  REQUIRE(watcher.poll());
  std::stop_source stop;
  const auto stopper = whenWaiting([&stop] { stop.request_stop(); });
  const auto start = Clock::now();
  CHECK(watcher.waitFor(in(10s), stop.get_token()) == tl::unexpected(ChannelError::cancelled));
  CHECK(Clock::now() - start < 900ms);
  CHECK(fake.with([](FakeService& service) { return service.cancels; }) >= 4);
}

TEST_CASE_FIXTURE(WithReader, "a watcher goes on after a cancelled wait") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  std::stop_source stop;
  {
    const auto stopper = whenWaiting([&stop] { stop.request_stop(); });
    REQUIRE_FALSE(watcher.waitFor(in(10s), stop.get_token()));
  }
  insert();
  CHECK(*watcher.waitFor(in(10s), {}) == Events{{EventKind::cardInserted, "R 00 00", kAtr}});
}

TEST_CASE_FIXTURE(WithReader, "a service that dies during the wait has stopped, and then it is absent") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  const auto killer = whenWaiting([this] {
    fake.with([](FakeService& service) {
      service.waiting = service.listing = service.establishing = static_cast<Code>(SCARD_E_NO_SERVICE);
    });
  });
  CHECK(watcher.waitFor(in(10s), {}) == tl::unexpected(ChannelError::serviceStopped));
  CHECK(watcher.waitFor(in(10s), {}) == tl::unexpected(ChannelError::serviceAbsent));
}

TEST_CASE_FIXTURE(WithReader, "a service that comes back is followed again") {
  Watcher watcher;
  REQUIRE(watcher.poll());
  fake.with([](FakeService& service) { service.listing = static_cast<Code>(SCARD_F_COMM_ERROR); });
  REQUIRE(watcher.poll() == tl::unexpected(ChannelError::serviceStopped));
  fake.with([](FakeService& service) { service.listing = kSuccess; });
  insert();
  CHECK(*watcher.poll() == Events{{EventKind::cardInserted, "R 00 00", kAtr}});
}

TEST_CASE_FIXTURE(Fixture,
                  "sixteen readers are watched without the pseudo reader, which would be one too many") {
  fake.with([](FakeService& service) {
    for (char slot = 'A'; slot < 'A' + 16; ++slot)
      service.readers.push_back({std::string("R ") + slot});
  });
  Watcher watcher;
  CHECK(watcher.poll()->size() == 16);
  CHECK(fake.with([](FakeService& service) { return service.widestWait; }) == 16);
}

TEST_CASE_FIXTURE(WithReader, "waiting for a card returns the ATR of the card that comes") {
  const auto inserter = whenWaiting([this] {
    std::this_thread::sleep_for(20ms);
    insert();
  });
  CHECK(waitForCard("R 00 00", in(10s), {}) == kAtr);
}

TEST_CASE_FIXTURE(WithReader, "waiting for a card says what stands in the way") {
  CHECK(waitForCard("S 00 00", in(10s), {}) == tl::unexpected(ChannelError::noReader));
  CHECK(waitForCard("R 00 00", in(30ms), {}) == tl::unexpected(ChannelError::timedOut));
  fake.with(
      [](FakeService& service) { service.readers.front().state = SCARD_STATE_PRESENT | SCARD_STATE_MUTE; });
  CHECK(waitForCard("R 00 00", in(10s), {}) == tl::unexpected(ChannelError::cardMute));
}

TEST_CASE_FIXTURE(WithReader, "waiting for a card ends when its reader leaves") {
  const auto unplugger = whenWaiting([this] {
    std::this_thread::sleep_for(20ms);
    fake.with([](FakeService& service) { service.readers.clear(); });
  });
  CHECK(waitForCard("R 00 00", in(10s), {}) == tl::unexpected(ChannelError::readerGone));
}

TEST_CASE_FIXTURE(WithReader, "every context is released") {
  {
    Watcher watcher;
    REQUIRE(watcher.poll());
  }
  CHECK(fake.with([](FakeService& service) { return service.openContexts; }) == 0);
}
