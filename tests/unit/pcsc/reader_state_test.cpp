#include "apdu/pcsc/reader_state.hpp"

#include <doctest/doctest.h>
#include <winscard.h>

using ssc::apdu::Bytes;
using namespace ssc::pcsc;

namespace {

const Bytes kAtr{0x3B, 0x00};

ReaderState unaware() {
  return ReaderState("R 00 00");
}
ReaderState empty(std::uint32_t count = 0) {
  return {"R 00 00", (count << 16) | SCARD_STATE_EMPTY | SCARD_STATE_CHANGED, {}};
}
ReaderState card(std::uint32_t count = 1, std::uint32_t more = 0) {
  return {"R 00 00", (count << 16) | SCARD_STATE_PRESENT | more, kAtr};
}
ReaderState mute(std::uint32_t count = 1) {
  return card(count, SCARD_STATE_MUTE);
}

const Event kInserted{EventKind::cardInserted, "R 00 00", kAtr};
const Event kRemoved{EventKind::cardRemoved, "R 00 00", {}};
const Event kMute{EventKind::cardMute, "R 00 00", {}};

using Events = std::vector<Event>;

}  // namespace

TEST_CASE("a card that goes in is inserted, with its ATR") {
  CHECK(eventsBetween(empty(), card()) == Events{kInserted});
}

TEST_CASE("a card found at the first look is inserted") {
  CHECK(eventsBetween(unaware(), card()) == Events{kInserted});
}

TEST_CASE("an empty reader at the first look is no event") {
  CHECK(eventsBetween(unaware(), empty()).empty());
}

TEST_CASE("a card that goes out is removed") {
  CHECK(eventsBetween(card(1), empty(2)) == Events{kRemoved});
}

TEST_CASE("a card exchanged between two looks is removed and inserted") {
  CHECK(eventsBetween(card(1), card(3)) == Events{kRemoved, kInserted});
}

TEST_CASE("another program that takes or leaves the card is no event") {
  CHECK(eventsBetween(card(1), card(1, SCARD_STATE_INUSE)).empty());
  CHECK(eventsBetween(card(1, SCARD_STATE_EXCLUSIVE), card(1)).empty());
}

TEST_CASE("a card that does not answer is mute, not inserted") {
  CHECK(eventsBetween(empty(), mute()) == Events{kMute});
}

TEST_CASE("a reader that becomes unavailable has lost its card") {
  const ReaderState unavailable("R 00 00", SCARD_STATE_UNAVAILABLE, {});
  CHECK(eventsBetween(card(), unavailable) == Events{kRemoved});
}

TEST_CASE("a state tells who holds the card and forgets the changed flag") {
  CHECK(card(1, SCARD_STATE_INUSE).isHeld());
  CHECK(card(1, SCARD_STATE_EXCLUSIVE).isHeld());
  CHECK_FALSE(card().isHeld());
  CHECK((empty().current() & SCARD_STATE_CHANGED) == 0);
  CHECK(card(7).cardCount() == 7);
}

TEST_CASE("events have texts") {
  CHECK(toText(EventKind::readerArrived) == "reader arrived");
  CHECK(toText(EventKind::cardRemoved) == "card removed");
}
