#include "apdu/pcsc/pin_pad.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <thread>

#include "apdu/pcsc/card_channel.hpp"
#include "tests/unit/pcsc/fake_service.hpp"

using ssc::apdu::ChannelError;
using ssc::apdu::fromHex;
using ssc::apdu::StatusWord;
using ssc::apdu::toHex;
using namespace ssc::pcsc;
using namespace std::chrono_literals;
using test::FakeControl;
using test::FakeService;
using test::Fixture;

namespace {

const std::string kReader = "Pad 00 00";
constexpr DWORD kFeatureRequest = 0x42000D48;  // CM_IOCTL_GET_FEATURE_REQUEST
constexpr DWORD kVerifyDirect = 0x42330006;
constexpr DWORD kModifyDirect = 0x42330007;
constexpr DWORD kPinProperties = 0x4233000A;
constexpr DWORD kTlvProperties = 0x42330012;

const PinEntry kVerify{{0x00, 0x20, 0x00, 0x00}};
const PinEntry kChangePin{{0x80, 0x5E, 0x01, 0x00}, {6, 6}};
constexpr auto kVerifyBytes =
    "1E1E8100000C0402FF04080000000005000000"
    "0020000000";

JobToken jobFor(std::chrono::milliseconds time, std::stop_token stop = {}) {
  return {Clock::now() + time, std::move(stop)};
}

struct WithPad : Fixture {
  WithPad() {
    fake.with([](FakeService& service) {
      service.readers = {{kReader, SCARD_STATE_PRESENT, {0x3B, 0x00}}};
      service.controlAnswers[kFeatureRequest] = *fromHex("060442330006 070442330007");
    });
    context = *Context::establish();
    channel = std::move(*CardChannel::open(context, kReader, Clock::now() + 10s, {}));
  }
  [[nodiscard]] const CardHandle& card() const { return channel->handle(); }
  void willSay(DWORD code, std::string_view hex) {
    fake.with([&](FakeService& service) { service.controlAnswers[code] = *fromHex(hex); });
  }
  std::vector<FakeControl> controls() {
    return fake.with([](FakeService& service) { return service.controls; });
  }
  std::shared_ptr<Context> context;
  std::unique_ptr<CardChannel> channel;
};

}  // namespace

TEST_CASE_FIXTURE(WithPad, "a PIN is verified by the pad, and the card's answer comes back") {
  const auto pad = PinPad::of(card());
  REQUIRE(pad);
  willSay(kVerifyDirect, "63C2");
  const auto answer = pad->verify(card(), kVerify, jobFor(1h));
  CHECK(answer == PinPadAnswer{PinEnd::answered, StatusWord{0x63C2}});
  CHECK(controls().back() == FakeControl{kVerifyDirect, *fromHex(kVerifyBytes)});
  CHECK(controls().size() == 2);  // the list of features and the entry
}

TEST_CASE_FIXTURE(WithPad, "a PIN is changed by the pad") {
  const auto pad = PinPad::of(card());
  REQUIRE(pad);
  willSay(kModifyDirect, "9000");
  const auto answer = pad->modify(card(), kChangePin, jobFor(1h));
  CHECK(answer == PinPadAnswer{PinEnd::answered, StatusWord{0x9000}});
  CHECK(controls().back() ==
        FakeControl{kModifyDirect, *fromHex("1E1E810300 0004 0606 03 02 FF 0408 000102 000000 0C000000"
                                            "805E010007 FFFFFF FF FFFFFF")});
}

TEST_CASE_FIXTURE(WithPad, "what the pad itself answers is told apart") {
  const auto pad = PinPad::of(card());
  const std::vector<std::pair<std::string_view, PinEnd>> rows{
      {"6400", PinEnd::timedOut},  {"6401", PinEnd::cancelled},    {"6402", PinEnd::mismatch},
      {"6403", PinEnd::badLength}, {"6B80", PinEnd::badStructure}, {"9000", PinEnd::answered},
      {"6983", PinEnd::answered},  {"6404", PinEnd::answered},     {"6B00", PinEnd::answered},
  };
  for (const auto& [sw, end] : rows) {
    CAPTURE(sw);
    willSay(kVerifyDirect, sw);
    CHECK(pad->verify(card(), kVerify, jobFor(1h))->end == end);
  }
  CHECK(toText(PinEnd::cancelled) == "the cancel key was pressed");
  CHECK(toText(PinEnd::answered) == "the card answered");
}

TEST_CASE_FIXTURE(WithPad, "a reader without keys is no pad, and one without changing cannot change") {
  willSay(kFeatureRequest, "120442330012");
  CHECK(PinPad::of(card()).error() == ChannelError::unsupported);
  willSay(kFeatureRequest, "060442330006");
  const auto pad = PinPad::of(card());
  REQUIRE(pad);
  CHECK(pad->canVerify());
  CHECK_FALSE(pad->canModify());
  CHECK(pad->modify(card(), kChangePin, jobFor(1h)) == tl::unexpected(ChannelError::unsupported));
}

TEST_CASE_FIXTURE(WithPad, "a pad tells its properties, by the newer feature where it has both") {
  willSay(kFeatureRequest, "060442330006 0A044233000A 120442330012");
  willSay(kTlvProperties, "01021002 060106 070108");
  willSay(kPinProperties, "00000000");
  const auto pad = PinPad::of(card());
  REQUIRE(pad);
  CHECK(pad->properties().hasDisplay == true);
  CHECK(pad->properties().digits == PinLength{6, 8});
  willSay(kVerifyDirect, "9000");
  CHECK(pad->verify(card(), kVerify, jobFor(1h)).has_value());
  CHECK(toHex(controls().back().data).substr(10, 8) == "08060201");  // lengths, validation key, one message
}

TEST_CASE_FIXTURE(WithPad, "a pad with the older properties only is asked for those") {
  willSay(kFeatureRequest, "060442330006 0A044233000A");
  willSay(kPinProperties, "10020201");
  CHECK(PinPad::of(card())->properties().hasDisplay == true);
  willSay(kPinProperties, "1002");
  CHECK(PinPad::of(card()).error() == ChannelError::malformedAnswer);
}

TEST_CASE_FIXTURE(WithPad, "the pad's timer never outlives the job, counted over all its entries") {
  const auto pad = PinPad::of(card());
  willSay(kVerifyDirect, "9000");
  willSay(kModifyDirect, "9000");
  CHECK(pad->verify(card(), kVerify, jobFor(10500ms)).has_value());
  CHECK(controls().back().data.front() == 10);
  CHECK(pad->modify(card(), kChangePin, jobFor(10500ms)).has_value());
  CHECK(controls().back().data.front() == 3);
  CHECK(pad->verify(card(), kVerify, {kNoDeadline, {}}).has_value());
  CHECK(controls().back().data.front() == 30);
}

TEST_CASE_FIXTURE(WithPad, "nothing is asked for that could not end in time, or that nobody waits for") {
  const auto pad = PinPad::of(card());
  const auto before = controls().size();
  std::stop_source stop;
  stop.request_stop();
  CHECK(pad->verify(card(), kVerify, jobFor(500ms)) == tl::unexpected(ChannelError::timedOut));
  CHECK(pad->modify(card(), kChangePin, jobFor(2500ms)) == tl::unexpected(ChannelError::timedOut));
  CHECK(pad->verify(card(), kVerify, jobFor(-1ms)) == tl::unexpected(ChannelError::timedOut));
  CHECK(pad->verify(card(), kVerify, jobFor(1h, stop.get_token())) ==
        tl::unexpected(ChannelError::cancelled));
  CHECK(controls().size() == before);
}

TEST_CASE_FIXTURE(WithPad, "a change that part 10 cannot express is not sent") {
  const auto pad = PinPad::of(card());
  const auto before = controls().size();
  const PinEntry severalLengths{kChangePin.command};
  CHECK(pad->modify(card(), severalLengths, jobFor(1h)) == tl::unexpected(ChannelError::unsupported));
  CHECK(controls().size() == before);
}

TEST_CASE_FIXTURE(WithPad, "a card pulled while the holder types, and an answer that is no status word") {
  const auto pad = PinPad::of(card());
  fake.with([](FakeService& service) { service.controlling = {static_cast<Code>(SCARD_W_REMOVED_CARD)}; });
  CHECK(pad->verify(card(), kVerify, jobFor(1h)) == tl::unexpected(ChannelError::cardRemoved));
  for (const auto* const answer : {"", "90", "900000"}) {
    willSay(kVerifyDirect, answer);
    CHECK(pad->verify(card(), kVerify, jobFor(1h)) == tl::unexpected(ChannelError::malformedAnswer));
  }
}

TEST_CASE_FIXTURE(WithPad, "a caller can walk away from an entry under way; the card is reset when it ends") {
  willSay(kVerifyDirect, "9000");
  fake.with([](FakeService& service) { service.blocksControl = false; });
  const auto pad = PinPad::of(card());
  REQUIRE(pad);
  fake.with([](FakeService& service) { service.blocksControl = true; });
  std::stop_source stop;
  std::jthread holder([this, &stop] {
    fake.awaits([](const FakeService& service) { return service.controls.back().code == kVerifyDirect; });
    stop.request_stop();
  });
  const auto start = Clock::now();
  const auto answer = runAbandonable(Clock::now() + 1h, stop.get_token(),
                                     [pad = *pad, held = std::move(channel)](const JobToken& job) {
                                       return pad.verify(held->handle(), kVerify, job);
                                     });
  CHECK(answer == tl::unexpected(ChannelError::cancelled));
  CHECK(Clock::now() - start < 5s);
  CHECK(fake.with([](FakeService& service) { return service.dispositions.empty(); }));
  fake.with([](FakeService& service) { service.blocksControl = false; });
  CHECK(fake.awaits([](const FakeService& service) { return !service.dispositions.empty(); }));
  CHECK(fake.with([](FakeService& service) { return service.dispositions; }) ==
        std::vector<DWORD>{SCARD_RESET_CARD});
}
