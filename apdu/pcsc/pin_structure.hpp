// The bytes that tell a PIN pad what to ask and what to send (PC/SC part 10: PIN_VERIFY_STRUCTURE,
// PIN_MODIFY_STRUCTURE), and what the pad tells of itself. Nothing here holds a PIN: the pad writes the
// digits into the command, and only the card sees them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/command.hpp"
#include "apdu/error.hpp"

namespace ssc::pcsc {

/// How many digits a PIN has (ISO 9564-1: 4 to 12).
struct PinLength {
  std::uint8_t min = 4;
  std::uint8_t max = 12;
  [[nodiscard]] bool isFixed() const { return min == max; }
  friend bool operator==(const PinLength&, const PinLength&) = default;
};

/// What a pad is asked to do: take a PIN, write it as packed digits (BCD, left-justified, filled with F) into
/// the data field of `command`, and send that.
struct PinEntry {
  apdu::Header command;  ///< VERIFY 00 20 00 00, CHANGE PIN 80 5E 01 00
  PinLength digits;
  std::chrono::seconds timeout{30};  ///< 1 to 255: how long the pad waits for one entry
  std::uint16_t language = 0x0804;   ///< Windows language identifier; 0804 zh-CN, 0409 en-US
};

/// What the pad tells of itself (FEATURE_GET_TLV_PROPERTIES, else FEATURE_IFD_PIN_PROPERTIES).
struct PadProperties {
  std::optional<bool> hasDisplay;             ///< empty: not told
  std::optional<std::uint8_t> endConditions;  ///< bEntryValidationCondition: those the pad can do
  PinLength digits{0, 0xFF};                  ///< what it can take
};

/// Entries of tag, length, value (little-endian); tags that are not used here are skipped.
/// truncated: cut inside an entry; badLength: a known tag of another length.
tl::expected<PadProperties, apdu::ParseError> parseTlvProperties(apdu::ByteView answer);

/// PIN_PROPERTIES_STRUCTURE: wLcdLayout, bEntryValidationCondition, bTimeOut2.
tl::expected<PadProperties, apdu::ParseError> parsePinProperties(apdu::ByteView answer);

/// PIN_VERIFY_STRUCTURE with `command || Lc || PIN`. Where the PIN may have several lengths, the pad makes Lc
/// and data field as long as the PIN (block size 0); where it has one, the block is given, filled with FF.
/// `unsupported`: no PIN length that both card and pad take, or a timeout outside its bounds.
tl::expected<apdu::Bytes, apdu::ChannelError> verifyStructure(const PinEntry& entry,
                                                              const PadProperties& pad);

/// PIN_MODIFY_STRUCTURE with `command || Lc || old PIN || FF || new PIN`; the pad asks for the old PIN and
/// twice for the new one. Part 10 inserts PINs at fixed offsets only, so this form cannot say where the new
/// PIN begins behind an old one of unknown length: `unsupported` unless card and pad together leave one
/// length.
tl::expected<apdu::Bytes, apdu::ChannelError> modifyStructure(const PinEntry& entry,
                                                              const PadProperties& pad);

}  // namespace ssc::pcsc
