// What time does, second by second.
#include "kiosk-app/machine/limits.hpp"

#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

using std::chrono::seconds;

const TimePoint kStart{std::chrono::hours(1)};

TimePoint after(int count) {
  return kStart + seconds(count);
}

}  // namespace

TEST_CASE("the first page waits for ever") {
  Limits limits;
  limits.enter(Clock::none, kStart);
  CHECK(limits.at(after(100'000)) == Pass::nothing);
  CHECK_FALSE(limits.left(kStart).has_value());
}

TEST_CASE("before somebody signs in, a minute without a touch ends the visit, and its last 20 seconds ask") {
  Limits limits;
  limits.enter(Clock::open, kStart);
  CHECK(limits.at(after(39)) == Pass::nothing);
  CHECK(limits.at(after(40)) == Pass::warn);
  CHECK(limits.left(after(45)) == seconds(15));
  CHECK(limits.at(after(59)) == Pass::warn);
  CHECK(limits.at(after(60)) == Pass::leave);
}

TEST_CASE("signed in: 40 seconds, then a question of 20") {
  Limits limits;
  limits.enter(Clock::signedIn, kStart);
  CHECK(limits.at(after(39)) == Pass::nothing);
  CHECK(limits.at(after(40)) == Pass::warn);
  CHECK(limits.at(after(60)) == Pass::leave);
}

TEST_CASE("a touch begins the time anew") {
  Limits limits;
  limits.enter(Clock::signedIn, kStart);
  limits.active(after(39));
  CHECK(limits.at(after(78)) == Pass::nothing);
  CHECK(limits.at(after(79)) == Pass::warn);
}

TEST_CASE("in elder mode everything takes twice as long, the visit as a whole does not") {
  Limits limits;
  limits.enter(Clock::signedIn, kStart);
  limits.setElder(true, kStart);
  limits.signedIn(kStart);
  CHECK(limits.at(after(79)) == Pass::nothing);
  CHECK(limits.at(after(80)) == Pass::warn);
  CHECK(limits.at(after(119)) == Pass::warn);
  CHECK(limits.at(after(120)) == Pass::leave);
  limits.active(after(880));
  CHECK(limits.at(after(880)) == Pass::warn);
  CHECK(limits.at(after(900)) == Pass::leave);
}

TEST_CASE(
    "a visit ends after 15 minutes whatever is touched, unless its holder says to be there: at least ten "
    "times") {
  Limits limits;
  limits.enter(Clock::signedIn, kStart);
  limits.signedIn(kStart);
  limits.active(after(899));
  CHECK(limits.at(after(899)) == Pass::warn);
  CHECK(limits.at(after(900)) == Pass::leave);
  int end = 900;
  for (int time = 0; time < 12; ++time) {
    limits.stay(after(end - 5));
    end += 300;
    limits.active(after(end - 30));
    CHECK(limits.at(after(end - 30)) == Pass::nothing);
    limits.active(after(end - 1));
    CHECK(limits.at(after(end)) == Pass::leave);
  }
}

TEST_CASE("the visit's limit does not outlive the visit") {
  Limits limits;
  limits.signedIn(kStart);
  limits.visitEnded();
  limits.enter(Clock::open, after(890));
  CHECK(limits.at(after(905)) == Pass::nothing);
}

TEST_CASE("paper and card have their own time, without a question") {
  Limits limits;
  limits.enter(Clock::paper, kStart);
  CHECK(limits.at(after(29)) == Pass::nothing);
  CHECK(limits.at(after(30)) == Pass::leave);
}

}  // namespace ssc::kiosk::test
