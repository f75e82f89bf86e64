#include "firmware/core/serial_frame.hpp"

#include <doctest/doctest.h>
#include <set>

#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes frameOf(const std::string& message) {
  Buffer<kMaxFrame> frame;
  buildFrame(frame, hex(message));
  return {frame.view().begin(), frame.view().end()};
}

struct Received {
  std::vector<std::string> messages;
  int damaged = 0;
  int naks = 0;
};

Received feed(FrameReceiver& receiver, const Bytes& bytes, Instant now = 0) {
  Received received;
  for (const std::uint8_t byte : bytes) {
    const FrameResult result = receiver.onByte(byte, now);
    if (result == FrameResult::message) {
      received.messages.push_back(toHex({receiver.message().begin(), receiver.message().end()}));
    }
    received.damaged += result == FrameResult::damaged ? 1 : 0;
    received.naks += result == FrameResult::nak ? 1 : 0;
  }
  return received;
}

const std::string kStatus = "65000000000008000000";
const std::string kBlock = "6F05000000000B0000000084000002";

}  // namespace

TEST_CASE("a frame is 03 06, the message and the exclusive-or of all before") {
  CHECK(toHex(frameOf(kStatus)) == "03066500000000000800000068");
}

TEST_CASE("whole frames are delivered, one after the other") {
  FrameReceiver receiver;
  Bytes stream = frameOf(kStatus);
  const Bytes second = frameOf(kBlock);
  stream.insert(stream.end(), second.begin(), second.end());
  const Received received = feed(receiver, stream);
  CHECK(received.messages == std::vector<std::string>{kStatus, kBlock});
  CHECK(received.damaged == 0);
}

TEST_CASE("a frame cut at any byte and gone on with a moment later is delivered") {
  const Bytes frame = frameOf(kBlock);
  for (std::size_t cut = 0; cut <= frame.size(); ++cut) {
    CAPTURE(cut);
    FrameReceiver receiver;
    const auto middle = frame.begin() + static_cast<std::ptrdiff_t>(cut);
    const Received first = feed(receiver, Bytes(frame.begin(), middle), 1000);
    const Received rest = feed(receiver, Bytes(middle, frame.end()), 1000 + FrameReceiver::kLongestPause);
    CHECK(first.messages.size() + rest.messages.size() == 1);
  }
}

TEST_CASE("a frame cut at any byte and left behind does not harm the next frame after the pause") {
  const Bytes frame = frameOf(kBlock);
  for (std::size_t cut = 0; cut < frame.size(); ++cut) {
    CAPTURE(cut);
    FrameReceiver receiver;
    feed(receiver, Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(cut)), 1000);
    const Received next = feed(receiver, frameOf(kStatus), 1001 + FrameReceiver::kLongestPause);
    CHECK(next.messages == std::vector<std::string>{kStatus});
  }
}

TEST_CASE("a wrong bit anywhere in a frame never delivers that frame as it was") {
  const Bytes frame = frameOf(kBlock);
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes damaged = frame;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ 1U << bit % 8);
    FrameReceiver receiver;
    CHECK(feed(receiver, damaged).messages.empty());
    CHECK(feed(receiver, frameOf(kStatus), 2 * FrameReceiver::kLongestPause).messages.size() == 1);
  }
}

TEST_CASE("a bad LRC is damage, and the next frame is delivered at once") {
  FrameReceiver receiver;
  Bytes stream = frameOf(kStatus);
  stream.back() ^= 0xFF;
  const Bytes next = frameOf(kBlock);
  stream.insert(stream.end(), next.begin(), next.end());
  const Received received = feed(receiver, stream);
  CHECK(received.damaged == 1);
  CHECK(received.messages == std::vector<std::string>{kBlock});
}

TEST_CASE("garbage before a frame is skipped, a repeated SYNC as well") {
  FrameReceiver receiver;
  Bytes stream = hex("00FF068003030303");
  const Bytes frame = frameOf(kStatus);
  stream.insert(stream.end(), frame.begin() + 1, frame.end());
  const Received received = feed(receiver, stream);
  CHECK(received.messages == std::vector<std::string>{kStatus});
  CHECK(received.damaged == 0);
}

TEST_CASE("a dwLength beyond the largest message is damage before anything is stored") {
  for (const char* head : {"03066F06010000", "03066FFFFFFFFF", "03066F00000080"}) {
    CAPTURE(head);
    FrameReceiver receiver;
    CHECK(feed(receiver, hex(head)).damaged == 1);
    CHECK(feed(receiver, frameOf(kStatus)).messages.size() == 1);
  }
}

TEST_CASE("the largest message is delivered") {
  FrameReceiver receiver;
  std::string message = "6F05010000000B000000";
  for (int i = 0; i < 261; ++i)
    message += "5A";
  CHECK(feed(receiver, frameOf(message)).messages == std::vector<std::string>{message});
}

TEST_CASE("a NAK of the host is recognised") {
  FrameReceiver receiver;
  CHECK(feed(receiver, hex("031516")).naks == 1);
  CHECK(feed(receiver, hex("031517")).damaged == 1);
}

TEST_CASE("every byte value in every framing state has a row") {
  static const char* const kWay[] = {
      "", "03", "0306", "03066F01000000000B000000", "03066500000000000800000000", "0315"};
  static const FrameState kState[] = {FrameState::sync, FrameState::control, FrameState::header,
                                      FrameState::body, FrameState::check,   FrameState::nakCheck};
  for (std::size_t s = 0; s < std::size(kWay); ++s) {
    for (unsigned value = 0; value < 256; ++value) {
      CAPTURE(s);
      CAPTURE(value);
      FrameReceiver receiver;
      Bytes way = hex(kWay[s]);
      if (kState[s] == FrameState::check) way.pop_back();
      feed(receiver, way);
      REQUIRE(receiver.state() == kState[s]);
      receiver.onByte(static_cast<std::uint8_t>(value), 0);
      bool reachable = false;
      for (const auto& row : FrameReceiver::rows()) {
        reachable = reachable || (row.in == kState[s] && row.next == receiver.state());
      }
      CHECK(reachable);
    }
  }
}

}  // namespace ssc::fw::test
