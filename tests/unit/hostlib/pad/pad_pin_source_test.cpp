// PINs from the pad beside the reader: a real source, a simulated pad, a unix socket between them.
#include "hostlib/flows/pad_pin_source.hpp"

#include <doctest/doctest.h>

#include "hostlib/flows/configured_pin_source.hpp"
#include "tests/unit/hostlib/pad/pad_rig.hpp"

using namespace std::chrono_literals;
using namespace ssc;
using flows::PinPrompt;
using flows::Reason;
using test::PadRig;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kPin = "918273";
constexpr std::chrono::milliseconds kSlow{2000};  // what a machine with much to do may add

std::shared_ptr<flows::PinSource> sourceOf(const PadRig& pad, std::chrono::milliseconds limit = 20s,
                                           std::stop_token stop = {}) {
  return flows::padPinSource(pad.socket(), limit, {4, 8}, std::move(stop));
}

std::string textOf(const crypto::SecretBytes& digits) {
  return {digits.reveal().begin(), digits.reveal().end()};
}

/// The digits, or the failure's texts, none of which holds the PIN.
struct Asked {
  std::string digits;
  std::optional<Reason> reason;
  std::string where;
  std::chrono::milliseconds time{};
};

Asked ask(flows::PinSource& source, PinPrompt prompt = PinPrompt::verify) {
  const auto begun = Clock::now();
  const auto digits = source.ask(prompt);
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
  if (digits) return {textOf(*digits), {}, {}, time};
  const flows::Failure& failure = digits.error();
  for (const std::string& text : {failure.where, failure.zh(), failure.en(), failure.technicalText()})
    CHECK(text.find(kPin) == std::string::npos);
  return {{}, failure.reason, failure.where, time};
}

const std::string kEnter = "enter " + std::string(kPin);

}  // namespace

TEST_CASE("the digits that the holder enters are the source's, prompt after prompt over one connection") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  for (const auto prompt : {PinPrompt::verify, PinPrompt::current, PinPrompt::fresh, PinPrompt::repeat}) {
    REQUIRE(pad.control(kEnter) == "ok");
    CHECK(ask(*source, prompt).digits == kPin);
  }
  CHECK(pad.control("status").ends_with(R"("hosts":1,"entries":4})"));
  CHECK_FALSE(source->isInReader());
}

TEST_CASE("each prompt is the pad's own") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  for (const auto& [prompt, display] : std::vector<std::pair<PinPrompt, std::string>>{
           {PinPrompt::verify, "请输入密码"},
           {PinPrompt::current, "请输入原密码"},
           {PinPrompt::fresh, "请输入新密码"},
           {PinPrompt::repeat, "请再输入一次"},
       }) {
    std::string seen;
    std::thread holder([&] {
      pad.awaitPrompt();
      seen = pad.control("status");
      (void)pad.control("enter 1234");
    });
    CHECK(ask(*source, prompt).digits == "1234");
    holder.join();
    CHECK(seen.starts_with("ok {\"display\":\"" + display + "\""));
  }
}

TEST_CASE("what the holder does instead of entering a PIN has its reason, and the pad works on") {
  const PadRig pad;
  const auto source = sourceOf(pad, 1s);
  REQUIRE(pad.control("cancel") == "ok");
  CHECK(ask(*source).reason == Reason::pinCancelled);
  for (const char* wrong : {"enter 123", "enter 123456789"}) {
    REQUIRE(pad.control(wrong) == "ok");
    CHECK(ask(*source).reason == Reason::pinLength);
  }
  REQUIRE(pad.control("silence") == "ok");
  const Asked silent = ask(*source);
  CHECK(silent.reason == Reason::pinTimedOut);
  CHECK(silent.time >= 1s);
  CHECK(silent.time < 1s + kSlow);
  REQUIRE(pad.control(kEnter) == "ok");
  CHECK(ask(*source).digits == kPin);
  CHECK(pad.control("status").ends_with(R"("hosts":1,"entries":5})"));
}

TEST_CASE("a stop ends the entry on both sides") {
  const PadRig pad;
  std::stop_source stop;
  const auto source = sourceOf(pad, 60s, stop.get_token());
  Clock::time_point stopped;
  std::thread caller([&] {
    pad.awaitPrompt();
    stopped = Clock::now();
    stop.request_stop();
  });
  const Asked asked = ask(*source);
  const auto late = Clock::now() - stopped;
  caller.join();
  CHECK(asked.reason == Reason::pinCancelled);
  CHECK(late < 200ms + kSlow / 4);
  while (!pad.control("status").ends_with(R"("hosts":0,"entries":1})"))
    std::this_thread::sleep_for(5ms);
  CHECK(pad.control("status").starts_with(R"(ok {"display":"",)"));
}

TEST_CASE("a pad that is not there is a fault at once") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  REQUIRE(pad.control("unplug") == "ok");
  const Asked asked = ask(*source);
  CHECK(asked.reason == Reason::pinPadFault);
  CHECK(asked.where == "the PIN pad cannot be reached");
  CHECK(asked.time < kSlow);
  const auto nowhere = flows::padPinSource(std::string(200, 'x'), 1s, {}, {});
  CHECK(ask(*nowhere).reason == Reason::pinPadFault);
}

TEST_CASE("a pad that is unplugged in the middle of an entry is a fault, and works again once it is back") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  std::thread hand([&] {
    pad.awaitPrompt();
    (void)pad.control("unplug");
  });
  const Asked asked = ask(*source);
  hand.join();
  CHECK(asked.reason == Reason::pinPadFault);
  CHECK(asked.where == "the PIN pad ended the connection");
  REQUIRE(pad.control("plug") == "ok");
  REQUIRE(pad.control(kEnter) == "ok");
  CHECK(ask(*source).digits == kPin);
}

TEST_CASE("a pad that was exchanged between two entries is greeted anew") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  REQUIRE(pad.control("auto 1234") == "ok");
  REQUIRE(ask(*source).digits == "1234");
  REQUIRE(pad.control("unplug") == "ok");
  REQUIRE(pad.control("plug") == "ok");
  CHECK(ask(*source).digits == "1234");
}

TEST_CASE("a pad that hangs is given up in bounded time") {
  const PadRig pad;
  const auto source = sourceOf(pad, 1s);
  REQUIRE(pad.control("auto 1234") == "ok");
  REQUIRE(ask(*source).digits == "1234");
  REQUIRE(pad.control("hang") == "ok");
  const Asked asked = ask(*source);
  CHECK(asked.reason == Reason::pinPadFault);
  CHECK(asked.where == "the PIN pad does not answer");
  CHECK(asked.time >= 3s);
  CHECK(asked.time < 3s + kSlow);
  const Asked greeting = ask(*source);  // a new connection: the kernel takes it, nobody answers
  CHECK(greeting.reason == Reason::pinPadFault);
  CHECK(greeting.time < 2s + kSlow);
  REQUIRE(pad.control("resume") == "ok");
  CHECK(ask(*source).digits == "1234");
}

TEST_CASE("answers that hold no PIN of this entry are faults") {
  const PadRig pad;
  const auto source = sourceOf(pad);
  REQUIRE(pad.control("auto " + std::string(kPin)) == "ok");
  REQUIRE(ask(*source).digits == kPin);
  for (const auto& [answer, where] : std::vector<std::pair<std::string, std::string>>{
           {"replay", "the PIN pad sent a block that holds no PIN of this entry"},
           {"stranger", "the PIN pad sent a block that holds no PIN of this entry"},
           {"nonsense", "the PIN pad sent something that is no message for this moment"},
       }) {
    REQUIRE(pad.control("answer right") == "ok");
    REQUIRE(ask(*source).digits == kPin);  // so that there is something to replay
    REQUIRE(pad.control("answer " + answer) == "ok");
    const Asked asked = ask(*source);
    CHECK(asked.reason == Reason::pinPadFault);
    CHECK(asked.where == where);
  }
  REQUIRE(pad.control("answer right") == "ok");
  CHECK(ask(*source).digits == kPin);
}

TEST_CASE("a pad that another program uses is busy") {
  const PadRig pad;
  const auto first = sourceOf(pad), second = sourceOf(pad);
  Asked other;
  std::thread program([&] { other = ask(*first); });
  pad.awaitPrompt();
  const Asked asked = ask(*second);
  CHECK(asked.reason == Reason::pinPadFault);
  CHECK(asked.where == "the PIN pad is busy with another program");
  REQUIRE(pad.control(kEnter) == "ok");
  program.join();
  CHECK(other.digits == kPin);
}

TEST_CASE("a site's settings lead to the pad") {
  const PadRig pad;
  profile::Config config;
  config.pinSource = "pad:" + pad.socket();
  config.pinLeast = config.pinMost = 6;
  const auto source = flows::pinSourceFor(config, {});
  REQUIRE(source != nullptr);
  REQUIRE(pad.control("enter 12345") == "ok");
  CHECK(ask(*source).reason == Reason::pinLength);
  REQUIRE(pad.control(kEnter) == "ok");
  CHECK(ask(*source).digits == kPin);
  config.pinSource = "prompt";
  CHECK(flows::pinSourceFor(config, {}) == nullptr);
}
