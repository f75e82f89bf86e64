// The state of a reader as the service reports it, and the events between two states.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apdu/bytes.hpp"

namespace ssc::pcsc {

enum class EventKind : std::uint8_t {
  readerArrived,  ///< plugged in, or there when the watch began
  readerLeft,
  cardInserted,
  cardMute,  ///< inserted, but does not answer
  cardRemoved,
};

std::string_view toText(EventKind kind);

struct Event {
  EventKind kind;
  std::string reader;
  apdu::Bytes atr;  ///< with cardInserted only
  friend bool operator==(const Event&, const Event&) = default;
};

/// One reader in dwEventState's terms: the low half are SCARD_STATE_ flags, the high half counts how often a
/// card went in or out.
class ReaderState {
 public:
  explicit ReaderState(std::string reader) : reader_(std::move(reader)) {}
  ReaderState(std::string reader, std::uint32_t eventState, apdu::Bytes atr);

  [[nodiscard]] const std::string& reader() const { return reader_; }
  [[nodiscard]] const apdu::Bytes& atr() const { return atr_; }
  /// What SCardGetStatusChange is told as known: SCARD_STATE_UNAWARE before the first report.
  [[nodiscard]] std::uint32_t current() const { return state_; }
  [[nodiscard]] bool hasCard() const;
  [[nodiscard]] bool isMute() const;
  /// Any program is connected, this one included.
  [[nodiscard]] bool isHeld() const;
  /// The service no longer has this reader.
  [[nodiscard]] bool isGone() const;
  [[nodiscard]] std::uint16_t cardCount() const { return static_cast<std::uint16_t>(state_ >> 16); }

 private:
  std::string reader_;
  std::uint32_t state_ = 0;
  apdu::Bytes atr_;
};

/// What happened to the card of one reader. A card changed between two reports counts as removed and
/// inserted.
std::vector<Event> eventsBetween(const ReaderState& before, const ReaderState& after);

}  // namespace ssc::pcsc
