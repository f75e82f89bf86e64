#include "kiosk-app/keeper/crash_loop.hpp"

#include <doctest/doctest.h>

using namespace ssc::kiosk::keeper;
using namespace std::chrono_literals;

namespace {

constexpr Time kStart{1000s};
using Alarm = CrashLoop::Alarm;

/// A loop with six failures at kStart.
CrashLoop looping() {
  CrashLoop loop;
  for (int count = 0; count < 6; ++count)
    static_cast<void>(loop.failed(kStart));
  return loop;
}

}  // namespace

TEST_CASE("five failures within a minute are borne, the sixth is not") {
  CrashLoop loop;
  for (int count = 0; count < 5; ++count)
    CHECK(!loop.failed(kStart).has_value());
  CHECK(loop.notBefore() <= kStart);
  CHECK(loop.failed(kStart + 60s) == Alarm{6, 1s});
  CHECK(loop.notBefore() == kStart + 61s);
}

TEST_CASE("failures that are more than a minute old are forgotten") {
  CrashLoop loop;
  for (int count = 0; count < 5; ++count)
    static_cast<void>(loop.failed(kStart));
  CHECK(!loop.failed(kStart + 60s + 1ms).has_value());
}

TEST_CASE("each further failure doubles the wait, up to thirty seconds") {
  auto loop = looping();
  for (const auto wait : {2s, 4s, 8s, 16s, 30s, 30s, 30s})
    CHECK(loop.failed(kStart)->wait == wait);
}

TEST_CASE("a loop with long waits stays one, though its failures are few in a minute") {
  auto loop = looping();
  for (Time now = kStart + 50s; now < kStart + 1h; now += 50s)
    CHECK(loop.failed(now).has_value());
}

TEST_CASE("a minute with a visit that is well ends the loop") {
  auto loop = looping();
  loop.ready(kStart + 5s);
  loop.ready(kStart + 50s);
  CHECK(!loop.failed(kStart + 65s).has_value());
}

TEST_CASE("a little less than a minute with a visit that is well does not") {
  auto loop = looping();
  loop.ready(kStart + 5s);
  CHECK(loop.failed(kStart + 65s - 1ms)->wait == 2s);
}

TEST_CASE("a minute in which no visit was ready does not end the loop") {
  auto loop = looping();
  CHECK(loop.failed(kStart + 10min)->wait == 2s);
}
