// What can go wrong on this floor: bytes that do not parse, and exchanges that do not happen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssc::apdu {

enum class ParseFault : std::uint8_t {
  truncated,     ///< the bytes end inside a field
  trailing,      ///< bytes are left behind the last field
  badLength,     ///< a length field that the format does not allow, or that exceeds the limit
  badTag,        ///< a tag that the format does not allow
  tooDeep,       ///< templates nested beyond the limit
  badValue,      ///< a field whose value the format does not allow
  badCheckByte,  ///< TCK of an ATR is wrong or missing
};

/// A parse error says what and where: `offset` is the index of the first byte that could not be used.
struct ParseError {
  ParseFault fault;
  std::size_t offset;
  friend bool operator==(const ParseError&, const ParseError&) = default;
};

std::string_view toText(ParseFault fault);

/// Why an exchange with a card did not happen. Every PC/SC code maps to exactly one of these
/// (apdu/pcsc/code.hpp); the rows that people read are in hostlib/flows/reasons.toml.
enum class ChannelError : std::uint8_t {
  serviceAbsent,     ///< no smart-card service is running
  serviceStopped,    ///< the service stopped or was restarted while in use
  noReader,          ///< no reader is attached, or none of that name
  readerGone,        ///< the reader was unplugged while in use
  readerBusy,        ///< another program holds the card
  cardAbsent,        ///< no card in the slot
  cardRemoved,       ///< the card was pulled while in use
  cardReset,         ///< the card was reset by another program: its security state is lost
  cardMute,          ///< a card is there but does not answer
  protocolMismatch,  ///< the card offers no protocol that the reader speaks
  timedOut,          ///< the caller's deadline passed
  cancelled,         ///< the caller asked to stop
  communication,     ///< the line failed: parity, framing, procedure bytes
  malformedAnswer,   ///< fewer than two bytes, or more than were asked for
  endlessAnswer,     ///< the card asked for more GET RESPONSE or Le corrections than the bound allows
  unsupported,       ///< the reader or driver cannot do this
  internal,          ///< none of the above: the code is in the trace
};

std::string_view toText(ChannelError error);

}  // namespace ssc::apdu
