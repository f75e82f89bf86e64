#include "apdu/session.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>

#include "tests/support/scripted_channel.hpp"
#include "tests/unit/apdu/hex.hpp"

namespace ssc::apdu {
namespace {

using test::hex;
using test::ScriptedChannel;
using Steps = std::vector<ScriptedChannel::Step>;

Session sessionWith(std::string_view script, Trace* trace = nullptr) {
  return Session(std::make_unique<ScriptedChannel>(script), trace);
}

std::string textOf(const tl::expected<Response, ChannelError>& response) {
  return response ? toHex(response->encode()) : std::string(toText(response.error()));
}

/// Says that it wrote `claimed` bytes, whatever fits.
class BoastingChannel final : public Channel {
 public:
  explicit BoastingChannel(std::size_t claimed) : claimed_(claimed) {}
  tl::expected<std::size_t, ChannelError> transmit(ByteView /*command*/, MutableByteView response) override {
    std::fill(response.begin(), response.end(), std::uint8_t{0x61});
    return claimed_;
  }

 private:
  std::size_t claimed_;
};

/// Answers every command with the same bytes and counts.
class MonotonousChannel final : public Channel {
 public:
  MonotonousChannel(Bytes answer, int& calls) : answer_(std::move(answer)), calls_(calls) {}
  tl::expected<std::size_t, ChannelError> transmit(ByteView /*command*/, MutableByteView response) override {
    ++calls_;
    std::copy(answer_.begin(), answer_.end(), response.begin());
    return answer_.size();
  }

 private:
  Bytes answer_;
  int& calls_;
};

/// A T=0 card with `total` bytes to give, in pieces of as much as it is asked for.
class GenerousCard final : public Channel {
 public:
  explicit GenerousCard(std::size_t total) : left_(total) {}
  tl::expected<std::size_t, ChannelError> transmit(ByteView command, MutableByteView response) override {
    std::size_t give = 0;
    if (command[1] == 0xC0) {
      give = command[4] == 0 ? 256 : command[4];
      REQUIRE(give <= left_);
      for (std::size_t i = 0; i < give; ++i)
        response[i] = static_cast<std::uint8_t>(given_++ % 251);
      left_ -= give;
    }
    response[give] = left_ == 0 ? 0x90 : 0x61;
    response[give + 1] = left_ >= 256 ? 0x00 : static_cast<std::uint8_t>(left_);
    return give + 2;
  }

 private:
  std::size_t left_;
  std::size_t given_ = 0;
};

TEST_CASE("a plain exchange is passed through") {
  Session session = sessionWith("> 0084000004\n< 01020304 9000");
  CHECK_EQ(textOf(session.transmit(Command::getChallenge(4))), "010203049000");
  CHECK_EQ(session.exchanges(), 1);
}

TEST_CASE("an error status is a response, not an error") {
  Session session = sessionWith("> 00A4020002EF05\n< 6A82");
  CHECK_EQ(textOf(session.transmit(Command::selectEf(0xEF05))), "6A82");
}

TEST_CASE("61xx is fetched when the command has an Le") {
  Session session = sessionWith(R"(
    > 00A40400 05 A000000001 00
    < 6106
    > 00C0000006
    < 6F0484023F00 9000)");
  CHECK_EQ(textOf(session.transmit(Command::selectByName(hex("A000000001")))), "6F0484023F009000");
  CHECK_EQ(session.exchanges(), 2);
}

TEST_CASE("61xx ends the response when the command has no Le") {
  Session session = sessionWith("> 00A4020002EF05\n< 6106");
  const auto response = session.transmit(Command::selectEf(0xEF05));
  CHECK_EQ(textOf(response), "6106");
  CHECK(response->ok());
  CHECK_EQ(session.exchanges(), 1);
}

TEST_CASE("data before and between 61xx is joined in order") {
  Session session = sessionWith(R"(
    > 00B0000000
    < 0102 6102
    > 00C0000002
    < 0304 6101
    > 00C0000001
    < 05 9000)");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 256))), "01020304059000");
}

TEST_CASE("GET RESPONSE asks for no more than the command still wants (ISO 7816-3 12.2.1)") {
  Session session = sessionWith(R"(
    > 00880000 02 0102 08
    < 6120
    > 00C0000008
    < 0102030405060708 6118)");
  CHECK_EQ(textOf(session.transmit(Command::internalAuthenticate(hex("0102"), 8))), "01020304050607086118");
}

TEST_CASE("an answer of 61xx that is already complete asks nothing more") {
  Session session = sessionWith("> 0084000002\n< 0102 6110");
  CHECK_EQ(textOf(session.transmit(Command::getChallenge(2))), "01026110");
}

TEST_CASE("an error after 61xx ends the response with that error") {
  Session session = sessionWith("> 00B0000000\n< 0102 6102\n> 00C0000002\n< 6F00");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 256))), "01026F00");
}

TEST_CASE("6Cxx repeats the command with the Le the card names") {
  Session session = sessionWith("> 00B2012C00\n< 6C03\n> 00B2012C03\n< 010203 9000");
  CHECK_EQ(textOf(session.transmit(Command::readRecordByNumber(1, 5, 256))), "0102039000");
  CHECK_EQ(session.exchanges(), 2);
}

TEST_CASE("6C00 means 256") {
  const std::string data(512, '5');
  Session session = sessionWith("> 00B0000010\n< 6C00\n> 00B0000000\n< " + data + "9000");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 16))), data + "9000");
}

TEST_CASE("6Cxx is followed once only") {
  Session session = sessionWith("> 00B2012C00\n< 6C03\n> 00B2012C03\n< 6C04");
  CHECK_EQ(textOf(session.transmit(Command::readRecordByNumber(1, 5, 256))), "6C04");
  CHECK_EQ(session.exchanges(), 2);
}

TEST_CASE("6Cxx to a command without Le is its response") {
  Session session = sessionWith("> 00A4020002EF05\n< 6C10");
  CHECK_EQ(textOf(session.transmit(Command::selectEf(0xEF05))), "6C10");
}

TEST_CASE("6Cxx keeps header and data of the command") {
  Session session = sessionWith("> 00880000 02 0102 00\n< 6C04\n> 00880000 02 0102 04\n< 0A0B0C0D 9000");
  CHECK_EQ(textOf(session.transmit(Command::internalAuthenticate(hex("0102"), 256))), "0A0B0C0D9000");
}

TEST_CASE("61xx after 6Cxx is fetched up to the corrected Ne") {
  Session session = sessionWith(R"(
    > 00B2012C02
    < 6C04
    > 00B2012C04
    < 6104
    > 00C0000004
    < 01020304 9000)");
  CHECK_EQ(textOf(session.transmit(Command::readRecordByNumber(1, 5, 2))), "010203049000");
}

TEST_CASE("6Cxx to GET RESPONSE is followed once in each round") {
  Session session = sessionWith(R"(
    > 00B0000000
    < 6110
    > 00C0000010
    < 6C02
    > 00C0000002
    < 0102 6102
    > 00C0000002
    < 6C01
    > 00C0000001
    < 03 9000)");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 256))), "0102039000");
}

TEST_CASE("a second 6Cxx to GET RESPONSE ends the response") {
  Session session = sessionWith("> 00B0000000\n< 6110\n> 00C0000010\n< 6C02\n> 00C0000002\n< 6C03");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 256))), "6C03");
}

TEST_CASE("extended answers arrive whole, also in 256 pieces of 256 bytes") {
  for (const std::size_t total : {1U, 255U, 256U, 257U, 65535U, 65536U}) {
    CAPTURE(total);
    Session session(std::make_unique<GenerousCard>(total));
    const auto response = session.transmit(Command::readBinary(0, 65536));
    REQUIRE(response.has_value());
    CHECK_EQ(response->sw(), sw::kOk);
    REQUIRE_EQ(response->data().size(), total);
    CHECK_EQ(response->data().back(), (total - 1) % 251);
    CHECK_EQ(session.exchanges(), 1 + (total + 255) / 256);
  }
}

TEST_CASE("an extended command goes out extended and its answer fits") {
  Session session = sessionWith("> 00B00000 00 0400\n< " + std::string(2048, 'A') + "9000");
  const auto response = session.transmit(Command::readBinary(0, 1024));
  REQUIRE(response.has_value());
  CHECK_EQ(response->data().size(), 1024);
}

TEST_CASE("a card that offers more for ever without giving is stopped") {
  for (const char* answer : {"6100", "6101"}) {
    int calls = 0;
    Session session(std::make_unique<MonotonousChannel>(hex(answer), calls));
    CHECK(session.transmit(Command::readBinary(0, 256)).error() == ChannelError::endlessAnswer);
    CHECK_EQ(calls, 1 + Session::kMaxRounds);
  }
}

TEST_CASE("a card that gives for ever is stopped at Ne") {
  int calls = 0;
  Session session(std::make_unique<MonotonousChannel>(hex("AA6101"), calls));
  const auto response = session.transmit(Command::readBinary(0, 16));
  REQUIRE(response.has_value());
  CHECK_EQ(response->data().size(), 16);
  CHECK_EQ(calls, 16);
}

// A transcript that passes through every branch: 6Cxx, 61xx, 6Cxx of GET RESPONSE, more of it.
constexpr std::string_view kEveryBranch = R"(
    > 00B2012C00
    < 6C08
    > 00B2012C08
    < 01 6104
    > 00C0000004
    < 6C03
    > 00C0000003
    < 020304 6104
    > 00C0000004
    < 05060708 9000)";

tl::expected<Response, ChannelError> play(Steps steps) {
  Session session(std::make_unique<ScriptedChannel>(std::move(steps)));
  return session.transmit(Command::readRecordByNumber(1, 5, 256));
}

TEST_CASE("a channel that fails at any exchange ends the command with its error") {
  const Steps unfaulted = ScriptedChannel::parse(kEveryBranch);
  REQUIRE_EQ(textOf(play(unfaulted)), "01020304050607089000");
  for (const ChannelError error :
       {ChannelError::cardRemoved, ChannelError::timedOut, ChannelError::readerGone}) {
    for (std::size_t i = 0; i < unfaulted.size(); ++i) {
      CAPTURE(i);
      Steps steps(unfaulted.begin(), unfaulted.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      steps.back().fails = true;
      steps.back().error = error;
      const auto response = play(steps);
      REQUIRE_FALSE(response.has_value());
      CHECK(response.error() == error);
    }
  }
}

TEST_CASE("an answer of no byte, of one byte, or longer than its Ne is malformed at any exchange") {
  const Steps unfaulted = ScriptedChannel::parse(kEveryBranch);
  REQUIRE(play(unfaulted).has_value());
  for (std::size_t i = 0; i < unfaulted.size(); ++i) {
    const std::size_t ne = unfaulted[i].command[4] == 0 ? 256 : unfaulted[i].command[4];
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, ne + 3}) {
      if (length > 258) continue;  // more than a scripted card can write: see the next test
      CAPTURE(i);
      CAPTURE(length);
      Steps steps(unfaulted.begin(), unfaulted.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      steps.back().answer = Bytes(length, 0x90);
      const auto response = play(steps);
      REQUIRE_FALSE(response.has_value());
      CHECK(response.error() == ChannelError::malformedAnswer);
    }
  }
}

TEST_CASE("a channel that claims more than it was given room for is not believed") {
  for (const std::size_t claimed : {std::size_t{259}, std::size_t{65538}, static_cast<std::size_t>(-1)}) {
    Trace trace(RedactionPolicy{});
    Session session(std::make_unique<BoastingChannel>(claimed), &trace);
    CHECK(session.transmit(Command::readBinary(0, 256)).error() == ChannelError::malformedAnswer);
    CHECK(session.transmit(Command::selectMf()).error() == ChannelError::malformedAnswer);
    CHECK_EQ(trace.exchanges().size(), 2);
  }
}

TEST_CASE("the longest answers that were asked for are believed") {
  const std::string most(512, '0');
  Session session = sessionWith("> 00B0000000\n< " + most + "9000\n> 00B0000001\n< AA 9000");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 256))), most + "9000");
  CHECK_EQ(textOf(session.transmit(Command::readBinary(0, 1))), "AA9000");
}

TEST_CASE("a card that answers a SELECT without Le with its FCI is tolerated") {
  Session session = sessionWith("> 00A40000023F00\n< 6F0484023F00 9000");
  CHECK_EQ(textOf(session.transmit(Command::selectMf())), "6F0484023F009000");
}

TEST_CASE("a session goes on after a failed exchange") {
  Session session = sessionWith("> 0084000004\n< !\n> 0084000004\n< 01020304 9000");
  CHECK_FALSE(session.transmit(Command::getChallenge(4)).has_value());
  CHECK_EQ(textOf(session.transmit(Command::getChallenge(4))), "010203049000");
  CHECK_EQ(session.exchanges(), 2);
}

TEST_CASE("a moved session carries on where it was") {
  Session session = sessionWith("> 0084000001\n< 01 9000\n> 0084000001\n< 02 9000");
  CHECK_EQ(textOf(session.transmit(Command::getChallenge(1))), "019000");
  Session moved = std::move(session);
  CHECK_EQ(textOf(moved.transmit(Command::getChallenge(1))), "029000");
  CHECK_EQ(moved.exchanges(), 2);
}

TEST_CASE("a full trace holds every exchange as it was sent and answered") {
  Trace trace(RedactionPolicy{{}, {}, true});
  const Steps steps = ScriptedChannel::parse(kEveryBranch);
  Session session(std::make_unique<ScriptedChannel>(steps), &trace);
  REQUIRE(session.transmit(Command::readRecordByNumber(1, 5, 256)).has_value());
  REQUIRE_EQ(trace.exchanges().size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CHECK_EQ(toHex(trace.exchanges()[i].command), toHex(steps[i].command));
    CHECK_EQ(toHex(trace.exchanges()[i].response), toHex(steps[i].answer));
  }
}

TEST_CASE("a failed exchange is in the trace without an answer") {
  Trace trace(RedactionPolicy{{}, {}, true});
  Session session = sessionWith("> 0084000004\n< !", &trace);
  CHECK_FALSE(session.transmit(Command::getChallenge(4)).has_value());
  REQUIRE_EQ(trace.exchanges().size(), 1);
  CHECK(trace.exchanges().front().response.empty());
}

}  // namespace
}  // namespace ssc::apdu
