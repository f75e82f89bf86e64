#include "firmware/core/serial_link.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <numeric>

#include "tests/unit/firmware/reader_rig.hpp"

namespace ssc::fw::test {
namespace {

class FakeLine final : public SerialPort {
 public:
  void transmit(ByteView bytes) override { sent_.insert(sent_.end(), bytes.begin(), bytes.end()); }
  std::string take() { return toHex(std::exchange(sent_, {})); }

 private:
  Bytes sent_;
};

struct Rig {
  std::array<SlotPort*, 1> ports{&contacts};
  FakeClock clock;
  FakeLine line;
  FakeContacts contacts;
  SerialLink link{line, clock};
  Reader reader{kTestProfile, link, clock, ports};
  void hostSends(const std::string& bytes) { link.onHostBytes(hex(bytes), reader); }
};

const std::string kGetSlotStatus = "03066500000000000800000068";
const std::string kEmptySlot = "0306810000000000080200018F";

}  // namespace

TEST_CASE("a framed command gets a framed answer") {
  Rig rig;
  rig.hostSends(kGetSlotStatus);
  CHECK(rig.line.take() == kEmptySlot);
}

TEST_CASE("a damaged frame gets a NAK and the next one its answer") {
  Rig rig;
  rig.hostSends("03066500000000000800000069");
  CHECK(rig.line.take() == "031516");
  rig.hostSends(kGetSlotStatus);
  CHECK(rig.line.take() == kEmptySlot);
}

TEST_CASE("neither a good nor a damaged frame leaves its bytes in the line") {
  const Bytes pin = hex("D1C2B3A4E5F60718");
  for (const std::string lrc : {"00", "01"}) {
    CAPTURE(lrc);
    Rig rig;
    const auto holds = [&rig, &pin] {
      const auto* const raw = reinterpret_cast<const std::uint8_t*>(&rig.link);
      return std::search(raw, raw + sizeof rig.link, pin.begin(), pin.end()) != raw + sizeof rig.link;
    };
    Bytes frame = hex("0306 6F 0D000000 00 0B 000000 0020000008 D1C2B3A4E5F60718");
    const auto sum =
        std::accumulate(frame.begin(), frame.end(), std::uint8_t{0}, std::bit_xor<std::uint8_t>());
    rig.link.onHostBytes(frame, rig.reader);
    CHECK(holds());
    const auto last = static_cast<std::uint8_t>(sum ^ hex(lrc)[0]);
    rig.link.onHostBytes({&last, 1}, rig.reader);
    CHECK_FALSE(holds());
  }
}

TEST_CASE("a movement of the first slot is told once, right before the next answer") {
  Rig rig;
  rig.reader.onPresence(0, true);
  CHECK(rig.line.take().empty());
  rig.hostSends(kGetSlotStatus);
  CHECK(rig.line.take() == "50030306810000000000080100018C");
  rig.reader.onPresence(0, false);
  rig.hostSends(kGetSlotStatus);
  CHECK(rig.line.take() == "5002" + kEmptySlot);
}

TEST_CASE("patience is asked for with one byte from 80 up") {
  Rig rig;
  rig.reader.onPresence(0, true);
  rig.reader.onHostMessage(hex("62000000000001010000"));
  rig.clock.advance(113);
  rig.reader.onTick();
  rig.reader.onSlotBytes(0, hex("3B00"));
  rig.reader.onHostMessage(hex("6F05000000000B0000000084000002"));
  rig.line.take();
  rig.clock.advance(Reader::kTimeExtensionPeriod);
  rig.reader.onTick();
  CHECK(rig.line.take() == "80");
}

TEST_CASE("arbitrary bytes from host and card never leave the reader deaf") {
  Rig rig;
  std::uint32_t state = 12345;
  const auto next = [&state] {
    return static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24);
  };
  for (int i = 0; i < 200'000; ++i) {
    const std::uint8_t byte = next();
    const std::uint8_t biased = (byte & 0xC0U) == 0 ? std::uint8_t{0x03} : byte;
    rig.link.onHostBytes({&biased, 1}, rig.reader);
    if (i % 7 == 0) rig.reader.onSlotBytes(0, {&byte, 1});
    if (i % 1001 == 0) rig.reader.onPresence(0, (byte & 1U) != 0);
  }
  rig.reader.onPresence(0, false);
  rig.clock.advance(2 * FrameReceiver::kLongestPause);
  rig.line.take();
  rig.hostSends(kGetSlotStatus);
  CHECK(rig.line.take().ends_with(kEmptySlot));
}

}  // namespace ssc::fw::test
