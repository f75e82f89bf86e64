#include "apdu/pcsc/reader_state.hpp"

#include <array>
#include <utility>
#include <winscard.h>

namespace ssc::pcsc {
namespace {

constexpr std::array<std::string_view, 5> kTexts{"reader arrived", "reader left", "card inserted",
                                                 "card mute", "card removed"};

bool sameCard(const ReaderState& before, const ReaderState& after) {
  return before.isMute() == after.isMute() && before.cardCount() == after.cardCount();
}

Event arrival(const ReaderState& state) {
  if (state.isMute()) return {EventKind::cardMute, state.reader(), {}};
  return {EventKind::cardInserted, state.reader(), state.atr()};
}

}  // namespace

std::string_view toText(EventKind kind) {
  return kTexts.at(static_cast<std::size_t>(kind));
}

ReaderState::ReaderState(std::string reader, std::uint32_t eventState, apdu::Bytes atr)
    : reader_(std::move(reader)),
      state_(eventState & ~std::uint32_t{SCARD_STATE_CHANGED}),
      atr_(std::move(atr)) {}

bool ReaderState::hasCard() const {
  return (state_ & SCARD_STATE_PRESENT) != 0;
}

bool ReaderState::isMute() const {
  return (state_ & SCARD_STATE_MUTE) != 0;
}

bool ReaderState::isHeld() const {
  return (state_ & (SCARD_STATE_INUSE | SCARD_STATE_EXCLUSIVE)) != 0;
}

bool ReaderState::isGone() const {
  return (state_ & (SCARD_STATE_UNKNOWN | SCARD_STATE_IGNORE)) != 0;
}

std::vector<Event> eventsBetween(const ReaderState& before, const ReaderState& after) {
  std::vector<Event> events;
  if (before.hasCard() && after.hasCard() && sameCard(before, after)) return events;
  if (before.hasCard()) events.push_back({EventKind::cardRemoved, before.reader(), {}});
  if (after.hasCard()) events.push_back(arrival(after));
  return events;
}

}  // namespace ssc::pcsc
