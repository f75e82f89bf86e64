#include "apdu/pcsc/card_channel.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <reader.h>
#include <thread>

#include "apdu/pcsc/features.hpp"
#include "apdu/pcsc/job.hpp"
#include "apdu/pcsc/reader_info.hpp"
#include "tests/unit/pcsc/fake_service.hpp"

using ssc::apdu::Bytes;
using ssc::apdu::ChannelError;
using ssc::apdu::fromHex;
using ssc::apdu::toHex;
using namespace ssc::pcsc;
using namespace std::chrono_literals;
using test::FakeService;
using test::Fixture;

namespace {

const std::string kReader = "R 00 00";

Deadline in(std::chrono::milliseconds time) {
  return Clock::now() + time;
}

Code of(LONG code) {
  return static_cast<Code>(code);
}

struct WithCard : Fixture {
  WithCard() {
    fake.with([](FakeService& service) { service.readers = {{kReader, SCARD_STATE_PRESENT, {0x3B, 0x00}}}; });
    context = *Context::establish();
  }
  auto open(Deadline connectBy = in(10s), const std::stop_token& stop = {}, ChannelOptions options = {}) {
    return CardChannel::open(context, kReader, connectBy, stop, options);
  }
  void willAnswer(std::string_view hex) {
    fake.with([&](FakeService& service) { service.exchanges.push_back({*fromHex(hex)}); });
  }
  void willFail(LONG code) {
    fake.with([&](FakeService& service) { service.exchanges.push_back({{}, of(code)}); });
  }
  std::vector<std::string> sent() {
    return fake.with([](FakeService& service) {
      std::vector<std::string> all;
      for (const Bytes& command : service.sent)
        all.push_back(toHex(command));
      return all;
    });
  }
  tl::expected<std::string, ChannelError> transmit(CardChannel& channel, std::string_view hex) {
    std::array<std::uint8_t, 258> response{};
    const auto size = channel.transmit(*fromHex(hex), response);
    if (!size) return tl::unexpected(size.error());
    return toHex(ssc::apdu::ByteView(response).first(*size));
  }
  std::shared_ptr<Context> context;
};

using Sent = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(WithCard,
                  "a channel holds the card exclusively, without a transaction, and resets it at its end") {
  {
    const auto channel = open();
    REQUIRE(channel);
    CHECK((*channel)->atr() == Bytes{0x3B, 0x00});
    CHECK((*channel)->protocol() == Protocol::t0);
    CHECK((*channel)->reader() == kReader);
  }
  fake.with([](FakeService& service) {
    CHECK(service.shares == std::vector<DWORD>{SCARD_SHARE_EXCLUSIVE});
    CHECK(service.dispositions == std::vector<DWORD>{SCARD_RESET_CARD});
    CHECK(service.transactions == 0);
    CHECK(service.openHandles == 0);
  });
}

TEST_CASE_FIXTURE(WithCard, "the ATR is the driver's where it tells it") {
  fake.with(
      [](FakeService& service) { service.attributes[SCARD_ATTR_ATR_STRING] = {0x3B, 0x02, 0xAA, 0xBB}; });
  CHECK((*open())->atr() == Bytes{0x3B, 0x02, 0xAA, 0xBB});
}

TEST_CASE_FIXTURE(WithCard, "what becomes of the card at the end can be chosen") {
  {
    const auto left = open(in(10s), {}, {.disposition = Disposition::leave});
    const auto unpowered = open();
    (*unpowered)->setDisposition(Disposition::unpower);
  }
  fake.with([](FakeService& service) {
    CHECK(service.dispositions == std::vector<DWORD>{SCARD_UNPOWER_CARD, SCARD_LEAVE_CARD});
  });
}

TEST_CASE_FIXTURE(WithCard, "a card can be powered anew, and its answer and protocol are the new ones") {
  const auto channel = open();
  fake.with([](FakeService& service) {
    service.attributes[SCARD_ATTR_ATR_STRING] = {0x3B, 0x01, 0xCC};
    service.protocol = SCARD_PROTOCOL_T1;
  });
  CHECK((*channel)->restart(Disposition::unpower).has_value());
  CHECK((*channel)->atr() == Bytes{0x3B, 0x01, 0xCC});
  CHECK((*channel)->protocol() == Protocol::t1);
  CHECK((*channel)->restart(Disposition::reset).has_value());
  CHECK(fake.with([](FakeService& service) { return service.restarts; }) ==
        std::vector<DWORD>{SCARD_UNPOWER_CARD, SCARD_RESET_CARD});
}

TEST_CASE_FIXTURE(WithCard, "a card that does not come back says so and keeps the answer it had") {
  const auto channel = open();
  fake.with([](FakeService& service) { service.reconnecting = {of(SCARD_W_UNRESPONSIVE_CARD)}; });
  CHECK((*channel)->restart(Disposition::unpower) == tl::unexpected(ChannelError::cardMute));
  CHECK((*channel)->atr() == Bytes{0x3B, 0x00});
}

TEST_CASE_FIXTURE(WithCard, "a card that another program holds is tried again until it is free") {
  fake.with([](FakeService& service) {
    service.connecting = {of(SCARD_E_SHARING_VIOLATION), of(SCARD_E_SHARING_VIOLATION)};
  });
  const auto start = Clock::now();
  CHECK(open().has_value());
  CHECK(Clock::now() - start >= 40ms);
  CHECK(fake.with([](FakeService& service) { return service.shares.size(); }) == 3);
}

TEST_CASE_FIXTURE(WithCard, "a card that stays held is a busy reader at the deadline") {
  fake.with([](FakeService& service) { service.connecting.assign(1000, of(SCARD_E_SHARING_VIOLATION)); });
  const auto start = Clock::now();
  const auto channel = open(in(100ms));
  CHECK(channel == tl::unexpected(ChannelError::readerBusy));
  CHECK(Clock::now() - start >= 100ms);
  CHECK(Clock::now() - start < 2s);
}

TEST_CASE_FIXTURE(WithCard, "the wait for a held card can be cancelled") {
  fake.with([](FakeService& service) { service.connecting.assign(1000, of(SCARD_E_SHARING_VIOLATION)); });
  std::stop_source stop;
  std::jthread stopper([&stop] {
    std::this_thread::sleep_for(30ms);
    stop.request_stop();
  });
  const auto start = Clock::now();
  CHECK(open(in(10s), stop.get_token()) == tl::unexpected(ChannelError::cancelled));
  CHECK(Clock::now() - start < 2s);
}

TEST_CASE_FIXTURE(WithCard,
                  "a connect that another program's transaction blocks is left behind and undone later") {
  fake.with([](FakeService& service) {
    service.blocksConnect = true;
    service.readers.front().state |= SCARD_STATE_INUSE;
  });
  CHECK(open(in(50ms)) == tl::unexpected(ChannelError::readerBusy));
  fake.with([](FakeService& service) { service.blocksConnect = false; });
  CHECK(fake.awaits([](const FakeService& service) { return service.dispositions.size() == 1; }));
  CHECK(fake.with([](FakeService& service) { return service.openHandles; }) == 0);
}

TEST_CASE_FIXTURE(WithCard, "a connect that hangs while nobody holds the card has timed out") {
  fake.with([](FakeService& service) { service.blocksConnect = true; });
  CHECK(open(in(50ms)) == tl::unexpected(ChannelError::timedOut));
  fake.with([](FakeService& service) { service.blocksConnect = false; });
  CHECK(fake.awaits([](const FakeService& service) { return service.dispositions.size() == 1; }));
}

TEST_CASE_FIXTURE(WithCard, "opening says what is missing") {
  const std::vector<std::pair<LONG, ChannelError>> rows{
      {SCARD_E_NO_SMARTCARD, ChannelError::cardAbsent},
      {SCARD_W_REMOVED_CARD, ChannelError::cardRemoved},
      {SCARD_W_UNPOWERED_CARD, ChannelError::cardMute},
      {SCARD_W_UNRESPONSIVE_CARD, ChannelError::cardMute},
      {SCARD_E_UNKNOWN_READER, ChannelError::noReader},
      {SCARD_E_READER_UNAVAILABLE, ChannelError::readerGone},
      {SCARD_E_PROTO_MISMATCH, ChannelError::protocolMismatch},
      {SCARD_E_NO_SERVICE, ChannelError::serviceStopped},
  };
  for (const auto& [code, error] : rows) {
    CAPTURE(code);
    fake.with([refusal = of(code)](FakeService& service) { service.connecting = {refusal}; });
    CHECK(open() == tl::unexpected(error));
  }
}

TEST_CASE_FIXTURE(WithCard,
                  "protocols that do not match are a mute card's where it has not answered its reset") {
  const auto refused = [&] {
    fake.with([](FakeService& service) { service.connecting = {of(SCARD_E_PROTO_MISMATCH)}; });
    return open().error();
  };
  CHECK(refused() == ChannelError::protocolMismatch);
  fake.with([](FakeService& service) { service.readers.front().atr.clear(); });
  CHECK(refused() == ChannelError::cardMute);
}

TEST_CASE_FIXTURE(WithCard, "nothing is opened after the deadline or a stop") {
  std::stop_source stop;
  stop.request_stop();
  CHECK(open(in(-1ms)) == tl::unexpected(ChannelError::timedOut));
  CHECK(open(in(10s), stop.get_token()) == tl::unexpected(ChannelError::cancelled));
  CHECK(fake.with([](FakeService& service) { return service.shares.empty(); }));
}

TEST_CASE_FIXTURE(WithCard, "with T=0 a case 4 command goes without its Le") {
  const auto channel = open();
  willAnswer("612A");
  CHECK(transmit(**channel, "00A4040004D156000000") == "612A");
  CHECK(sent() == Sent{"00A4040004D1560000"});
}

TEST_CASE_FIXTURE(WithCard, "with T=1 a command goes as it is") {
  fake.with([](FakeService& service) { service.protocol = SCARD_PROTOCOL_T1; });
  const auto channel = open();
  willAnswer("9000");
  willAnswer("9000");
  CHECK(transmit(**channel, "00A4040004D156000000") == "9000");
  CHECK(transmit(**channel, "00B00000000100") == "9000");
  CHECK(sent() == Sent{"00A4040004D156000000", "00B00000000100"});
}

TEST_CASE_FIXTURE(WithCard, "with T=0 an extended command is not sent") {
  const auto channel = open();
  CHECK(transmit(**channel, "00B00000000100") == tl::unexpected(ChannelError::unsupported));
  CHECK(sent().empty());
}

TEST_CASE_FIXTURE(WithCard, "an answer without a status word is malformed") {
  const auto channel = open();
  willAnswer("90");
  CHECK(transmit(**channel, "00840000") == tl::unexpected(ChannelError::malformedAnswer));
}

TEST_CASE_FIXTURE(WithCard, "an answer longer than the room for it is malformed") {
  const auto channel = open();
  willAnswer(std::string(2 * 259, '0'));
  CHECK(transmit(**channel, "00840000") == tl::unexpected(ChannelError::malformedAnswer));
}

TEST_CASE_FIXTURE(WithCard, "a failed exchange says what happened to the card") {
  const std::vector<std::pair<LONG, ChannelError>> rows{
      {SCARD_W_REMOVED_CARD, ChannelError::cardRemoved},
      {SCARD_E_NO_SMARTCARD, ChannelError::cardRemoved},
      {SCARD_W_RESET_CARD, ChannelError::cardReset},
      {SCARD_W_UNRESPONSIVE_CARD, ChannelError::cardMute},
      {SCARD_E_UNKNOWN_READER, ChannelError::readerGone},
      {SCARD_E_READER_UNAVAILABLE, ChannelError::readerGone},
      {SCARD_E_NOT_TRANSACTED, ChannelError::communication},
      {SCARD_E_NO_SERVICE, ChannelError::serviceStopped},
  };
  const auto channel = open();
  for (const auto& [code, error] : rows) {
    CAPTURE(code);
    willFail(code);
    CHECK(transmit(**channel, "00840000") == tl::unexpected(error));
    CHECK((*channel)->lastCode() == of(code));
  }
}

TEST_CASE_FIXTURE(WithCard, "no exchange starts after a stop") {
  std::stop_source stop;
  const auto channel = open(in(10s), stop.get_token());
  willAnswer("9000");
  CHECK(transmit(**channel, "00840000") == "9000");
  stop.request_stop();
  CHECK(transmit(**channel, "00840000") == tl::unexpected(ChannelError::cancelled));
  CHECK(sent().size() == 1);
}

TEST_CASE_FIXTURE(WithCard, "no exchange starts after the deadline, until the channel is renewed") {
  const auto channel = open(in(10s), {}, {.finishBy = in(-1ms)});
  CHECK(transmit(**channel, "00840000") == tl::unexpected(ChannelError::timedOut));
  CHECK(sent().empty());
  (*channel)->renew(in(10s), {});
  willAnswer("9000");
  CHECK(transmit(**channel, "00840000") == "9000");
}

TEST_CASE_FIXTURE(WithCard, "an abandoned job sends nothing more and leaves the card reset") {
  using Answer = tl::expected<std::string, ChannelError>;
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  const auto answer =
      runAbandonable(in(50ms), {}, [shared = context, ended](const JobToken& token) -> Answer {
        const auto channel = CardChannel::open(shared, kReader, token.deadline(), token.stopToken());
        while (!token.stopToken().stop_requested())
          std::this_thread::sleep_for(1ms);
        std::array<std::uint8_t, 258> response{};
        const auto size = (*channel)->transmit(*fromHex("00840000"), response);
        ended->store(!size && size.error() == ChannelError::cancelled);
        return "";
      });
  CHECK(answer == tl::unexpected(ChannelError::timedOut));
  CHECK(fake.awaits([](const FakeService& service) { return service.dispositions.size() == 1; }));
  CHECK(ended->load());
  CHECK(sent().empty());
}

TEST_CASE_FIXTURE(WithCard, "a reader without a card tells its features and what it is") {
  fake.with([](FakeService& service) {
    service.controlAnswer = *fromHex("060442330006");
    service.attributes[SCARD_ATTR_VENDOR_NAME] = *fromHex("53534300");
  });
  const auto reader = connect(context, kReader, Share::direct, Protocols::none, in(10s), {});
  REQUIRE(reader);
  CHECK(featuresOf(*reader)->has(FeatureTag::verifyPinDirect));
  CHECK(readerInfo(*reader)->vendor == "SSC");
  CHECK(readerInfo(*reader)->serial.empty());
}

TEST_CASE_FIXTURE(WithCard, "a feature list that does not parse is a malformed answer") {
  fake.with([](FakeService& service) { service.controlAnswer = *fromHex("0604423300"); });
  const auto reader = connect(context, kReader, Share::direct, Protocols::none, in(10s), {});
  CHECK(featuresOf(*reader).error() == ChannelError::malformedAnswer);
}
