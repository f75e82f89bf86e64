// A PIN on the screen: digits go one way, and nothing waits for ever.
#include "kiosk-app/screen_pin.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <future>
#include <string>

namespace ssc::kiosk::test {
namespace {

using flows::PinPrompt;
using flows::Reason;
using namespace std::chrono_literals;

struct Bench {
  explicit Bench(std::chrono::milliseconds limit = 10s)
      : pin(limit, stop.get_token(), [this](PinPrompt) { wanted.set_value(); }) {}

  /// Begins to ask, and waits until the screen is told.
  std::future<flows::Outcome<crypto::SecretBytes>> ask() {
    auto answer = std::async(std::launch::async, [this] { return pin.ask(PinPrompt::verify); });
    wanted.get_future().wait();
    return answer;
  }
  void type(const char* digits) {
    for (const char* digit = digits; *digit != '\0'; ++digit)
      pin.press(*digit - '0');
  }

  std::stop_source stop;
  std::promise<void> wanted;
  ScreenPin pin;
};

std::string textOf(const flows::Outcome<crypto::SecretBytes>& digits) {
  REQUIRE(digits.has_value());
  const auto bytes = digits->reveal();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("the digits that were pressed, without those that were erased") {
  Bench bench;
  auto answer = bench.ask();
  bench.type("1239");
  CHECK(bench.pin.erase() == 3);
  bench.type("456");
  bench.pin.confirm();
  CHECK(textOf(answer.get()) == "123456");
}

TEST_CASE("twelve digits at most, and only digits") {
  Bench bench;
  auto answer = bench.ask();
  bench.type("1234567890123");
  CHECK(bench.pin.press(10) == 12);
  CHECK(bench.pin.press(-1) == 12);
  bench.pin.confirm();
  CHECK(textOf(answer.get()) == "123456789012");
}

TEST_CASE("who cancels, who is stopped and who does nothing gives none") {
  Bench cancelled;
  auto first = cancelled.ask();
  cancelled.pin.cancel();
  CHECK(first.get().error().reason == Reason::pinCancelled);
  Bench stopped;
  auto second = stopped.ask();
  stopped.stop.request_stop();
  CHECK(second.get().error().reason == Reason::pinCancelled);
  Bench idle(20ms);
  auto third = idle.ask();
  CHECK(third.get().error().reason == Reason::pinTimedOut);
}

TEST_CASE("keys count only while somebody is asked") {
  Bench bench;
  CHECK(bench.pin.press(1) == 0);
  auto answer = bench.ask();
  bench.type("2");
  bench.pin.confirm();
  CHECK(textOf(answer.get()) == "2");
  CHECK(bench.pin.press(3) == 0);
}

}  // namespace ssc::kiosk::test
