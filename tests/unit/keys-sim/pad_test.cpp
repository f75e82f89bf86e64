// The simulated PIN pad with messages and time in the test's hands.
#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

#include "crypto/sm2.hpp"
#include "keys-sim/device/seeded_random.hpp"
#include "keys-sim/pad/pad_control.hpp"
#include "keys-sim/pad/pin_pad.hpp"

using namespace std::chrono_literals;
using namespace ssc;
using namespace ssc::wire::pad;
using sim::PinPad;

namespace {

/// One pad and what it has sent; hosts are numbers.
struct Bench {
  sim::SeededRandom random{1};
  std::vector<std::pair<PinPad::HostId, crypto::Bytes>> sent;
  PinPad pad{random, [this](PinPad::HostId host, crypto::ByteView bytes) {
               sent.emplace_back(host, crypto::Bytes(bytes.begin(), bytes.end()));
             }};
  sim::PadControlContext context{pad};
  PinPad::Time now{};
  crypto::Sm2KeyPair pair = crypto::Sm2KeyPair::generate().value();

  std::string control(const std::string& line) { return sim::runPadControlLine(context, line); }

  /// The one message the pad has sent since the last look.
  Message taken(PinPad::HostId host) {
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].first == host);
    MessageReader reader;
    reader.feed(sent[0].second);
    sent.clear();
    return reader.next().value().value();
  }

  bool hello(PinPad::HostId host) {
    Hello hello;
    std::ranges::copy(pair.publicKey()->point(), hello.key.begin());
    return pad.onMessage(host, hello, now);
  }

  crypto::Key begin(PinPad::HostId host) {
    REQUIRE(hello(host));
    return crypto::Key(pair.decrypt(std::get<Session>(taken(host)).key).value().reveal());
  }

  bool ask(PinPad::HostId host, std::uint32_t entry, Prompt prompt = Prompt::verify) {
    return pad.onMessage(host, Ask{entry, prompt, 4, 8, 30000}, now);
  }

  NoEntry why(PinPad::HostId host, std::uint32_t entry) {
    const auto message = std::get<NotEntered>(taken(host));
    CHECK(message.entry == entry);
    return message.why;
  }

  std::string pin(PinPad::HostId host, const crypto::Key& key, std::uint32_t entry) {
    const auto message = std::get<Entered>(taken(host));
    CHECK(message.entry == entry);
    const auto opened = openPin(key, entry, message.block);
    return opened ? std::string(opened->reveal().begin(), opened->reveal().end()) : "not a PIN";
  }
};

}  // namespace

TEST_CASE("the pad shows the prompt, takes the digits and sends them under the session key") {
  Bench bench;
  const auto key = bench.begin(1);
  CHECK(key.size() == kSessionKeySize);
  for (const auto& [prompt, display] : std::vector<std::pair<Prompt, std::string>>{
           {Prompt::verify, "请输入密码"},
           {Prompt::current, "请输入原密码"},
           {Prompt::fresh, "请输入新密码"},
           {Prompt::repeat, "请再输入一次"},
       }) {
    const auto entry = static_cast<std::uint32_t>(prompt);
    REQUIRE(bench.ask(1, entry, prompt));
    CHECK(bench.pad.display() == display);
    CHECK(bench.sent.empty());
    CHECK(bench.control("enter 123456") == "ok");
    CHECK(bench.pin(1, key, entry) == "123456");
    CHECK(bench.pad.display().empty());
  }
}

TEST_CASE("entries that were prepared are used one a prompt, in their order") {
  Bench bench;
  const auto key = bench.begin(1);
  for (const char* line : {"enter 1234", "cancel", "silence", "enter 12345678"})
    REQUIRE(bench.control(line) == "ok");
  CHECK(bench.pad.prepared() == 4);

  REQUIRE(bench.ask(1, 1));
  CHECK(bench.pin(1, key, 1) == "1234");
  REQUIRE(bench.ask(1, 2));
  CHECK(bench.why(1, 2) == NoEntry::cancelled);
  REQUIRE(bench.ask(1, 3));
  CHECK(bench.sent.empty());
  bench.pad.runDue(bench.now += 30s);
  CHECK(bench.why(1, 3) == NoEntry::timedOut);
  REQUIRE(bench.ask(1, 4));
  CHECK(bench.pin(1, key, 4) == "12345678");
}

TEST_CASE("what is typed while the holder is away is for the next prompt") {
  Bench bench;
  const auto key = bench.begin(1);
  REQUIRE(bench.ask(1, 1));
  CHECK(bench.control("silence") == "ok");
  CHECK(bench.control("enter 1234") == "ok");
  CHECK(bench.sent.empty());
  bench.pad.runDue(bench.now += 30s);
  CHECK(bench.why(1, 1) == NoEntry::timedOut);
  REQUIRE(bench.ask(1, 2));
  CHECK(bench.pin(1, key, 2) == "1234");
}

TEST_CASE("the time of an entry ends when the request says") {
  Bench bench;
  (void)bench.begin(1);
  CHECK_FALSE(bench.pad.nextDue().has_value());
  REQUIRE(bench.ask(1, 1));
  REQUIRE(bench.pad.nextDue() == bench.now + 30s);
  bench.pad.runDue(bench.now + 30s - 1ns);
  CHECK(bench.sent.empty());
  bench.pad.runDue(bench.now + 30s);
  CHECK(bench.why(1, 1) == NoEntry::timedOut);
  bench.pad.runDue(bench.now + 60s);
  CHECK(bench.sent.empty());
}

TEST_CASE("the pad refuses digits outside the request's bounds") {
  Bench bench;
  const auto key = bench.begin(1);
  std::uint32_t entry = 0;
  for (const char* wrong : {"1", "123", "123456789", "12345678901234567890123456789012"}) {
    REQUIRE(bench.ask(1, ++entry));
    CHECK(bench.control(std::string("enter ") + wrong) == "ok");
    CHECK(bench.why(1, entry) == NoEntry::wrongLength);
  }
  REQUIRE(bench.ask(1, ++entry));
  CHECK(bench.control("enter 1234") == "ok");
  CHECK(bench.pin(1, key, entry) == "1234");
}

TEST_CASE("a holder who always enters the same digits does so where the card's PIN is asked for") {
  Bench bench;
  const auto key = bench.begin(1);
  CHECK(bench.control("auto 123456") == "ok");
  REQUIRE(bench.ask(1, 1, Prompt::verify));
  CHECK(bench.pin(1, key, 1) == "123456");
  REQUIRE(bench.ask(1, 2, Prompt::current));
  CHECK(bench.pin(1, key, 2) == "123456");
  for (const auto& [entry, prompt] : {std::pair{3U, Prompt::fresh}, std::pair{4U, Prompt::repeat}}) {
    REQUIRE(bench.ask(1, entry, prompt));
    CHECK(bench.sent.empty());
    CHECK(bench.control("enter 654321") == "ok");
    CHECK(bench.pin(1, key, entry) == "654321");
  }
  REQUIRE(bench.control("enter 111111") == "ok");
  REQUIRE(bench.ask(1, 5));
  CHECK(bench.pin(1, key, 5) == "111111");
  CHECK(bench.control("auto off") == "ok");
  REQUIRE(bench.ask(1, 6));
  CHECK(bench.sent.empty());
}

TEST_CASE("a host ends its own entry, and no other") {
  Bench bench;
  (void)bench.begin(1);
  (void)bench.begin(2);
  REQUIRE(bench.ask(1, 1));
  CHECK(bench.pad.onMessage(2, Cancel{1}, bench.now));
  CHECK(bench.pad.onMessage(1, Cancel{2}, bench.now));
  CHECK(bench.sent.empty());
  CHECK(bench.pad.onMessage(1, Cancel{1}, bench.now));
  CHECK(bench.why(1, 1) == NoEntry::cancelled);
  CHECK(bench.pad.onMessage(1, Cancel{1}, bench.now));
  CHECK(bench.sent.empty());
}

TEST_CASE("while one host's entry is under way another is told that the pad is busy") {
  Bench bench;
  const auto key = bench.begin(1);
  (void)bench.begin(2);
  REQUIRE(bench.ask(1, 1));
  REQUIRE(bench.ask(2, 1));
  CHECK(bench.why(2, 1) == NoEntry::busy);
  CHECK(bench.control("enter 1234") == "ok");
  CHECK(bench.pin(1, key, 1) == "1234");
}

TEST_CASE("a host that goes away takes its entry with it") {
  Bench bench;
  (void)bench.begin(1);
  const auto key = bench.begin(2);
  REQUIRE(bench.ask(1, 1));
  bench.pad.onGone(1);
  CHECK(bench.pad.display().empty());
  CHECK(bench.pad.hosts() == 1);
  bench.pad.runDue(bench.now + 60s);
  CHECK(bench.sent.empty());
  REQUIRE(bench.ask(2, 1));
  CHECK(bench.control("enter 1234") == "ok");
  CHECK(bench.pin(2, key, 1) == "1234");
}

TEST_CASE("a message that is not for this moment ends the connection") {
  Bench bench;
  CHECK_FALSE(bench.ask(1, 1));
  CHECK_FALSE(bench.pad.onMessage(1, Cancel{1}, bench.now));
  CHECK_FALSE(bench.pad.onMessage(1, Hello{}, bench.now));  // no point of the curve
  (void)bench.begin(1);
  CHECK_FALSE(bench.hello(1));
  CHECK_FALSE(bench.pad.onMessage(1, Session{}, bench.now));
  CHECK_FALSE(bench.pad.onMessage(1, Entered{1, {}}, bench.now));
  CHECK_FALSE(bench.pad.onMessage(1, NotEntered{1, NoEntry::busy}, bench.now));
  CHECK_FALSE(bench.pad.onMessage(1, Ask{1, Prompt::verify, 8, 4, 1000}, bench.now));
  CHECK(bench.sent.empty());
}

TEST_CASE("a request that was recorded is refused") {
  Bench bench;
  (void)bench.begin(1);
  REQUIRE(bench.control("enter 1234") == "ok");
  REQUIRE(bench.ask(1, 5));
  bench.sent.clear();
  CHECK_FALSE(bench.ask(1, 5));
  CHECK_FALSE(bench.ask(1, 4));
  CHECK(bench.ask(1, 6));
}

TEST_CASE("each session has a key of its own") {
  Bench bench;
  const auto first = bench.begin(1), second = bench.begin(2);
  CHECK_FALSE(std::ranges::equal(first.reveal(), second.reveal()));
}

TEST_CASE("faults of an answer") {
  Bench bench;
  const auto key = bench.begin(1);
  CHECK(bench.control("auto 123456") == "ok");
  REQUIRE(bench.ask(1, 1));
  const auto first = std::get<Entered>(bench.taken(1)).block;

  CHECK(bench.control("answer replay") == "ok");
  REQUIRE(bench.ask(1, 2));
  const auto replayed = std::get<Entered>(bench.taken(1));
  CHECK(replayed.entry == 2);
  CHECK(replayed.block == first);
  CHECK(bench.control("answer stranger") == "ok");
  REQUIRE(bench.ask(1, 3));
  CHECK(bench.pin(1, key, 3) == "not a PIN");
  CHECK(bench.control("answer nonsense") == "ok");
  REQUIRE(bench.ask(1, 4));
  REQUIRE(bench.sent.size() == 1);
  MessageReader reader;
  reader.feed(bench.sent[0].second);
  CHECK_FALSE(reader.next().has_value());
  bench.sent.clear();
  CHECK(bench.control("answer right") == "ok");
  REQUIRE(bench.ask(1, 5));
  CHECK(bench.pin(1, key, 5) == "123456");
}

TEST_CASE("the control socket names its mistakes and never says a digit") {
  Bench bench;
  CHECK(bench.control("") == "error: unknown command");
  CHECK(bench.control("enter") == "error: usage: enter DIGITS");
  CHECK(bench.control("enter 97 53") == "error: usage: enter DIGITS");
  CHECK(bench.control("enter 97x53") == "error: enter takes 1 to 32 digits");
  CHECK(bench.control("enter 123456789012345678901234567890123") == "error: enter takes 1 to 32 digits");
  CHECK(bench.control("auto 97x53") == "error: auto takes 1 to 32 digits, or off");
  CHECK(bench.control("answer 9753") == "error: the answer must be right, replay, stranger or nonsense");
  CHECK(bench.control("auto 9753") == "ok");
  for (int entry = 0; entry < 100; ++entry)
    CHECK(bench.control("enter 9753") == "ok");
  CHECK(bench.control("enter 9753") == "error: too many entries are prepared");
  CHECK(
      bench.control("status") ==
      R"(ok {"display":"","automatic":true,"prepared":100,"answer":"right","cable":"in","hosts":0,"entries":0})");
  CHECK(bench.control("hang") == "ok");
  CHECK(bench.context.cable == sim::Cable::hung);
  CHECK(bench.control("unplug") == "ok");
  CHECK(bench.context.cable == sim::Cable::out);
  CHECK(bench.control("quit") == "ok");
  CHECK(bench.context.quit);
}
