#include "apdu/replay.hpp"

#include <doctest/doctest.h>
#include <memory>
#include <sstream>

#include "apdu/session.hpp"
#include "tests/unit/apdu/hex.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

RecordedTrace traceOf(const std::string& text) {
  std::istringstream in(text);
  auto trace = readTrace(in);
  REQUIRE(trace.has_value());
  return *trace;
}

ReplayChannel replayOf(const std::string& text) {
  return ReplayChannel(traceOf(text));
}

std::string answerTo(ReplayChannel& channel, std::string_view command) {
  Bytes response(258);
  const auto length = channel.transmit(hex(command), response);
  return length ? toHex(ByteView(response).first(*length)) : std::string(toText(length.error()));
}

const std::string kDiffers(toText(ChannelError::communication));

TEST_CASE("a full trace answers the same commands with the same answers, in order") {
  ReplayChannel channel =
      replayOf("# ssc-trace 1 full\n> 0084000002\n< A1A29000\n> 00A40000023F00\n< 9000\n");
  CHECK_FALSE(channel.finished());
  CHECK_EQ(answerTo(channel, "0084000002"), "A1A29000");
  CHECK_EQ(answerTo(channel, "00A40000023F00"), "9000");
  CHECK(channel.finished());
}

TEST_CASE("one command too many is an error") {
  ReplayChannel channel = replayOf("# ssc-trace 1 full\n");
  CHECK(channel.finished());
  CHECK_EQ(answerTo(channel, "0084000002"), kDiffers);
}

TEST_CASE("every flipped bit and every missing or added byte of a command is noticed in a full trace") {
  ReplayChannel channel = replayOf("# ssc-trace 1 full\n> 00A40000023F00\n< 9000\n");
  const Bytes recorded = hex("00A40000023F00");
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes other = recorded;
      other[i] = static_cast<std::uint8_t>(other[i] ^ (1U << bit));
      CHECK_EQ(answerTo(channel, toHex(other)), kDiffers);
    }
  }
  CHECK_EQ(answerTo(channel, "00A40000023F"), kDiffers);
  CHECK_EQ(answerTo(channel, "00A40000023F0000"), kDiffers);
  CHECK_EQ(answerTo(channel, ""), kDiffers);
  CHECK_EQ(answerTo(channel, "00A40000023F00"), "9000");
}

TEST_CASE("a command that differs does not use up the recorded one") {
  ReplayChannel channel = replayOf("# ssc-trace 1 full\n> 0084000002\n< A1A29000\n");
  CHECK_EQ(answerTo(channel, "0084000001"), kDiffers);
  CHECK_FALSE(channel.finished());
  CHECK_EQ(answerTo(channel, "0084000002"), "A1A29000");
}

TEST_CASE("of a redacted trace header, Nc and Ne are compared, the data is not") {
  const std::string text =
      "# ssc-trace 1 redacted\n> 00880000020000"
      "10\n< 00009000\n";
  const auto answer = [&](std::string_view command) {
    ReplayChannel channel = replayOf(text);
    return answerTo(channel, command);
  };
  CHECK_EQ(answer("0088000002A1A210"), "00009000");
  CHECK_EQ(answer("0088000002000010"), "00009000");
  CHECK_EQ(answer("0082000002A1A210"), kDiffers);
  CHECK_EQ(answer("0088000102A1A210"), kDiffers);
  CHECK_EQ(answer("0088000003A1A2A3"), kDiffers);
  CHECK_EQ(answer("0088000002A1A2"), kDiffers);
  CHECK_EQ(answer("0088000002A1A211"), kDiffers);
}

TEST_CASE("an extended command of the same size with other lengths differs") {
  ReplayChannel channel = replayOf("# ssc-trace 1 redacted\n> 00D60000 000003 000000 0200\n< 9000\n");
  CHECK_EQ(answerTo(channel, "00D60000 000005 A1A2A3A4A5"), kDiffers);
  CHECK_EQ(answerTo(channel, "00D60000 000003 A1A2A3 0200"), "9000");
}

TEST_CASE("a redacted exchange that was no command is compared by its first five bytes") {
  ReplayChannel channel = replayOf("# ssc-trace 1 redacted\n> 0020000002000000 00\n< 6700\n");
  CHECK_EQ(answerTo(channel, "002000000131323334"), kDiffers);
  CHECK_EQ(answerTo(channel, "002000000231323334"), "6700");
}

TEST_CASE("an exchange that failed fails again") {
  ReplayChannel channel = replayOf("# ssc-trace 1 full\n> 0084000002\n< -\n> 0084000002\n< A1A29000\n");
  CHECK_EQ(answerTo(channel, "0084000002"), std::string(toText(ChannelError::cardRemoved)));
  CHECK_EQ(answerTo(channel, "0084000002"), "A1A29000");
}

TEST_CASE("an answer longer than the room for it is malformed") {
  ReplayChannel channel = replayOf("# ssc-trace 1 full\n> 0084000002\n< A1A29000\n");
  Bytes room(3);
  CHECK(channel.transmit(hex("0084000002"), room).error() == ChannelError::malformedAnswer);
}

TEST_CASE("a session that was recorded can be played again, in full and redacted") {
  for (const bool full : {true, false}) {
    CAPTURE(full);
    Trace trace(RedactionPolicy{{}, {}, full});
    const std::string text =
        "# ssc-trace 1 full\n> 0020000002 3132\n< 9000\n> 00B0000000\n< 6103\n> 00C0000003\n< 010203 9000\n";
    Session first(std::make_unique<ReplayChannel>(traceOf(text)), &trace);
    REQUIRE(first.transmit(Command::verify(0, hex("3132"))).has_value());
    REQUIRE(first.transmit(Command::readBinary(0, 256)).has_value());
    std::stringstream file;
    trace.write(file);
    const auto recorded = readTrace(file);
    REQUIRE(recorded.has_value());

    Session again(std::make_unique<ReplayChannel>(*recorded));
    REQUIRE(again.transmit(Command::verify(0, hex("3132"))).has_value());
    const auto response = again.transmit(Command::readBinary(0, 256));

    REQUIRE(response.has_value());
    CHECK_EQ(toHex(response->encode()), full ? "0102039000" : "0000009000");
    CHECK_EQ(again.exchanges(), 3);
  }
}

}  // namespace
}  // namespace ssc::apdu
