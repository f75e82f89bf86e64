#include "apdu/pcsc/job.hpp"

#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <future>
#include <stdexcept>
#include <string>

using ssc::apdu::ChannelError;
using namespace ssc::pcsc;
using namespace std::chrono_literals;

namespace {

using Answer = tl::expected<int, ChannelError>;

Deadline in(std::chrono::milliseconds time) {
  return Clock::now() + time;
}

/// A door that a job stands before until the test opens it; bounded, so that no broken test hangs.
class Door {
 public:
  void open() { promise_.set_value(); }
  void pass() const { opened_.wait_for(10s); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
};

/// Reports on which thread it was destroyed; what was moved from reports nothing.
class Tracked {
 public:
  explicit Tracked(std::shared_ptr<std::promise<std::thread::id>> died) : died_(std::move(died)) {}
  Tracked(Tracked&&) = default;
  Tracked& operator=(Tracked&&) = default;
  ~Tracked() {
    if (died_) died_->set_value(std::this_thread::get_id());
  }

 private:
  std::shared_ptr<std::promise<std::thread::id>> died_;
};

}  // namespace

TEST_CASE("a job's result comes back to the caller") {
  const auto answer = runAbandonable(in(10s), {}, [](const JobToken&) -> Answer { return 42; });
  CHECK(answer == 42);
}

TEST_CASE("a job's error comes back to the caller") {
  const auto answer = runAbandonable(
      in(10s), {}, [](const JobToken&) -> Answer { return tl::unexpected(ChannelError::cardAbsent); });
  CHECK(answer == tl::unexpected(ChannelError::cardAbsent));
}

TEST_CASE("a job without a result works like one with a result") {
  using Nothing = tl::expected<void, ChannelError>;
  CHECK(runAbandonable(in(10s), {}, [](const JobToken&) -> Nothing { return {}; }).has_value());
}

TEST_CASE("a job may own what cannot be copied and return what cannot be copied") {
  auto owned = std::make_unique<int>(7);
  auto answer =
      runAbandonable(in(10s), {},
                     [owned = std::move(owned)](const JobToken&) mutable
                         -> tl::expected<std::unique_ptr<int>, ChannelError> { return std::move(owned); });
  REQUIRE(answer);
  CHECK(**answer == 7);
}

TEST_CASE("a job without a deadline runs") {
  CHECK(runAbandonable(kNoDeadline, {}, [](const JobToken&) -> Answer { return 1; }) == 1);
}

TEST_CASE("a job that throws is an internal error") {
  CHECK(runAbandonable(in(10s), {}, [](const JobToken&) -> Answer { throw std::runtime_error("x"); }) ==
        tl::unexpected(ChannelError::internal));
  CHECK(runAbandonable(in(10s), {}, [](const JobToken&) -> Answer { throw 1; }) ==
        tl::unexpected(ChannelError::internal));
}

TEST_CASE("a job does not start when the deadline has passed or the stop was requested") {
  const auto started = std::make_shared<std::atomic<bool>>(false);
  const auto job = [started](const JobToken&) -> Answer {
    started->store(true);
    return 1;
  };
  std::stop_source stop;
  stop.request_stop();
  CHECK(runAbandonable(in(-1ms), {}, job) == tl::unexpected(ChannelError::timedOut));
  CHECK(runAbandonable(in(10s), stop.get_token(), job) == tl::unexpected(ChannelError::cancelled));
  std::this_thread::sleep_for(20ms);
  CHECK_FALSE(started->load());
}

TEST_CASE("at the deadline the caller goes on and the job's token says so") {
  const auto door = std::make_shared<Door>();
  const auto refusal = std::make_shared<std::promise<std::optional<ChannelError>>>();
  auto seen = refusal->get_future();
  const auto start = Clock::now();
  const auto answer = runAbandonable(start + 30ms, {}, [door, refusal](const JobToken& token) -> Answer {
    door->pass();
    refusal->set_value(token.refusal());
    return 1;
  });
  CHECK(answer == tl::unexpected(ChannelError::timedOut));
  CHECK(Clock::now() - start >= 30ms);
  CHECK(Clock::now() - start < 1s);
  door->open();
  REQUIRE(seen.wait_for(10s) == std::future_status::ready);
  CHECK(seen.get() == ChannelError::cancelled);
}

TEST_CASE("a stop request ends the wait at once and reaches the job") {
  const auto door = std::make_shared<Door>();
  const auto refusal = std::make_shared<std::promise<std::optional<ChannelError>>>();
  auto seen = refusal->get_future();
  std::stop_source stop;
  std::jthread stopper([&stop] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  const auto start = Clock::now();
  const auto answer =
      runAbandonable(in(10s), stop.get_token(), [door, refusal](const JobToken& token) -> Answer {
        door->pass();
        refusal->set_value(token.refusal());
        return 1;
      });
  CHECK(answer == tl::unexpected(ChannelError::cancelled));
  CHECK(Clock::now() - start < 1s);
  door->open();
  REQUIRE(seen.wait_for(10s) == std::future_status::ready);
  CHECK(seen.get() == ChannelError::cancelled);
}

TEST_CASE("the result of an abandoned job is destroyed on the job's own thread") {
  const auto door = std::make_shared<Door>();
  const auto died = std::make_shared<std::promise<std::thread::id>>();
  const auto worker = std::make_shared<std::promise<std::thread::id>>();
  auto diedOn = died->get_future();
  auto workedOn = worker->get_future();
  const auto answer = runAbandonable(
      in(20ms), {}, [door, died, worker](const JobToken&) -> tl::expected<Tracked, ChannelError> {
        worker->set_value(std::this_thread::get_id());
        door->pass();
        return Tracked(died);
      });
  CHECK_FALSE(answer);
  CHECK(diedOn.wait_for(0s) == std::future_status::timeout);
  door->open();
  REQUIRE(diedOn.wait_for(10s) == std::future_status::ready);
  CHECK(diedOn.get() == workedOn.get());
}

TEST_CASE("what a job owns is gone before its caller goes on") {
  auto owned = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = owned;
  const auto answer =
      runAbandonable(in(10s), {}, [owned = std::move(owned)](const JobToken&) -> Answer { return *owned; });
  CHECK(answer == 0);
  CHECK(watched.expired());
}

TEST_CASE("two jobs run at the same time, one inside the other") {
  const auto answer = runAbandonable(in(10s), {}, [](const JobToken& outer) {
    return runAbandonable(outer.deadline(), outer.stopToken(), [](const JobToken&) -> Answer { return 2; });
  });
  CHECK(answer == 2);
}

TEST_CASE("an abandoned job stops the job inside it") {
  const auto inner = std::make_shared<std::promise<Answer>>();
  auto ended = inner->get_future();
  const auto answer = runAbandonable(in(20ms), {}, [inner](const JobToken& outer) -> Answer {
    inner->set_value(runAbandonable(in(10s), outer.stopToken(), [](const JobToken& token) -> Answer {
      while (!token.refusal())
        std::this_thread::sleep_for(1ms);
      return 1;
    }));
    return 1;
  });
  CHECK(answer == tl::unexpected(ChannelError::timedOut));
  REQUIRE(ended.wait_for(5s) == std::future_status::ready);
  CHECK(ended.get() == tl::unexpected(ChannelError::cancelled));
}
