// A reader with five fake slots, a fake host and a clock that the test moves.
#pragma once

#include <array>

#include "firmware/core/reader.hpp"
#include "tests/unit/firmware/fakes.hpp"
#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {

inline constexpr ReaderProfile kTestProfile{
    .model = "test", .label = "Test", .ccidType = "GemCorePOSPro", .firmwareText = "test", .slotCount = 5};

struct ReaderRig {
  explicit ReaderRig(const ReaderProfile& profile = kTestProfile) : reader(profile, host, clock, ports()) {}

  std::array<SlotPort*, 5> ports() {
    return {&contacts[0], &contacts[1], &contacts[2], &contacts[3], &contacts[4]};
  }

  /// Moves the clock and ticks at every deadline on the way, as a port's loop does.
  void wait(Micros span) {
    const Instant end = clock.now() + span;
    while (reader.nextDeadline() <= end) {
      const Instant due = reader.nextDeadline();
      if (due > clock.now()) clock.advance(due - clock.now());
      reader.onTick();
    }
    clock.advance(end - clock.now());
  }

  void hostSends(const std::string& message) { reader.onHostMessage(hex(message)); }
  void cardSends(std::size_t slot, const std::string& characters) {
    reader.onSlotBytes(slot, hex(characters));
  }

  /// Inserts a card, switches it on and forgets the traces of it.
  void activate(std::uint8_t slot, const std::string& atr = "3B00") {
    reader.onPresence(slot, true);
    reader.onHostMessage(Bytes{0x62, 0, 0, 0, 0, slot, 0xEE, 1, 0, 0});
    wait(113);
    cardSends(slot, atr);
    host.messages.clear();
    host.movements.clear();
    contacts[slot].takeChanges();
    contacts[slot].takeSent();
  }

  FakeClock clock;
  FakeHost host;
  std::array<FakeContacts, 5> contacts;
  Reader reader;
};

}  // namespace ssc::fw::test
