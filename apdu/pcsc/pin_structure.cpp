#include "apdu/pcsc/pin_structure.hpp"

#include <algorithm>
#include <array>
#include <reader.h>

#include "apdu/cursor.hpp"

namespace ssc::pcsc {
namespace {

using apdu::Bytes;
using apdu::ByteView;
using apdu::ChannelError;
using apdu::Cursor;
using apdu::ParseError;
using apdu::ParseFault;

// bmFormatString: system unit bytes (bit 8), PIN directly behind Lc (bits 7-4: 0), left-justified (bit 3: 0),
// BCD (bits 2-1: 01).
constexpr std::uint8_t kBytesLeftBcd = 0x81;
constexpr std::uint8_t kNoLengthField = 0x00;  // bmPINLengthFormat: Lc alone says how long the PIN is
constexpr std::uint8_t kFiller = 0xFF;
constexpr std::size_t kSeparator = 1;  // the FF between old and new PIN

// bEntryValidationCondition, a set of: 01 as many digits as the maximum, 02 the validation key, 04 timeout.
constexpr std::uint8_t kValidationKey = 0x02;

// bConfirmPIN: 01 the new PIN is entered twice, 02 the old one is asked for.
constexpr std::uint8_t kOldAndTwiceNew = 0x03;

// bNumberMessage
constexpr std::uint8_t kNoMessage = 0x00;
constexpr std::uint8_t kDefaultMessages = 0xFF;

struct Property {
  std::uint8_t tag;
  std::size_t length;
  void (*store)(PadProperties&, std::uint16_t);
};
constexpr std::array kProperties{
    Property{PCSCv2_PART10_PROPERTY_wLcdLayout, 2,
             [](PadProperties& pad, std::uint16_t value) { pad.hasDisplay = value != 0; }},
    Property{PCSCv2_PART10_PROPERTY_bEntryValidationCondition, 1,
             [](PadProperties& pad, std::uint16_t value) {
               pad.endConditions = static_cast<std::uint8_t>(value);
             }},
    Property{
        PCSCv2_PART10_PROPERTY_bMinPINSize, 1,
        [](PadProperties& pad, std::uint16_t value) { pad.digits.min = static_cast<std::uint8_t>(value); }},
    Property{
        PCSCv2_PART10_PROPERTY_bMaxPINSize, 1,
        [](PadProperties& pad, std::uint16_t value) { pad.digits.max = static_cast<std::uint8_t>(value); }},
};

std::uint16_t littleEndian(ByteView value) {
  return static_cast<std::uint16_t>(value.size() > 1 ? value[0] | value[1] << 8 : value[0]);
}

tl::expected<void, ParseError> takeProperty(Cursor& cursor, PadProperties& pad) {
  const auto tag = cursor.takeByte();
  if (!tag) return tl::unexpected(tag.error());
  const ParseError badLength = cursor.error(ParseFault::badLength);
  const auto length = cursor.takeByte();
  if (!length) return tl::unexpected(length.error());
  const auto value = cursor.take(*length);
  if (!value) return tl::unexpected(value.error());
  const auto* const row = std::ranges::find(kProperties, *tag, &Property::tag);
  if (row == kProperties.end()) return {};
  if (value->size() != row->length) return tl::unexpected(badLength);
  row->store(pad, littleEndian(*value));
  return {};
}

void append16(Bytes& to, std::uint16_t value) {
  to.push_back(static_cast<std::uint8_t>(value & 0xFF));
  to.push_back(static_cast<std::uint8_t>(value >> 8));
}

// What PIN_VERIFY and PIN_MODIFY share: both are packed, numbers little-endian.
struct Settings {
  const PinEntry& entry;
  PinLength digits;
  std::uint8_t block;  // bytes of one PIN block; 0: as long as the PIN
  std::uint8_t endConditions;
};

tl::expected<Settings, ChannelError> settle(const PinEntry& entry, const PadProperties& pad) {
  const PinLength digits{std::max(entry.digits.min, pad.digits.min),
                         std::min(entry.digits.max, pad.digits.max)};
  const bool isTimed =
      entry.timeout >= std::chrono::seconds{1} && entry.timeout <= std::chrono::seconds{0xFF};
  if (digits.min > digits.max || digits.max == 0 || !isTimed)
    return tl::unexpected(ChannelError::unsupported);
  const std::uint8_t block =
      digits.isFixed() ? static_cast<std::uint8_t>((digits.max + 1) / 2) : std::uint8_t{0};
  constexpr std::uint8_t kLargestBlock = 0x0F;  // bmPINBlockString has four bits for it
  if (block > kLargestBlock) return tl::unexpected(ChannelError::unsupported);
  const std::uint8_t able = pad.endConditions.value_or(kValidationKey);
  const bool hasKey = able == 0 || (able & kValidationKey) != 0;  // 0: nothing told
  return Settings{entry, digits, block, hasKey ? kValidationKey : able};
}

Bytes beginning(const Settings& settings) {
  const auto seconds = static_cast<std::uint8_t>(settings.entry.timeout.count());
  return {seconds, seconds, kBytesLeftBcd, settings.block, kNoLengthField};
}

void appendDigits(Bytes& to, const PinLength& digits) {
  append16(to, static_cast<std::uint16_t>(digits.min << 8 | digits.max));
}

std::uint8_t messages(const PadProperties& pad, std::uint8_t count) {
  if (!pad.hasDisplay) return kDefaultMessages;
  return *pad.hasDisplay ? count : kNoMessage;
}

// bTeoPrologue (for T=1, made by the driver), ulDataLength, abData.
void appendCommand(Bytes& to, const apdu::Header& header, std::size_t dataLength) {
  constexpr std::array<std::uint8_t, 3> kTeoPrologue{};
  apdu::append(to, kTeoPrologue);
  append16(to, static_cast<std::uint16_t>(sizeof header + 1 + dataLength));
  append16(to, 0);
  apdu::append(
      to, std::array{header.cla, header.ins, header.p1, header.p2, static_cast<std::uint8_t>(dataLength)});
  to.insert(to.end(), dataLength, kFiller);
}

}  // namespace

tl::expected<PadProperties, ParseError> parseTlvProperties(ByteView answer) {
  PadProperties pad;
  for (Cursor cursor(answer); !cursor.atEnd();) {
    const auto taken = takeProperty(cursor, pad);
    if (!taken) return tl::unexpected(taken.error());
  }
  return pad;
}

tl::expected<PadProperties, ParseError> parsePinProperties(ByteView answer) {
  constexpr std::size_t kLength = sizeof(PIN_PROPERTIES_STRUCTURE);
  if (answer.size() < kLength) return tl::unexpected(ParseError{ParseFault::truncated, answer.size()});
  if (answer.size() > kLength) return tl::unexpected(ParseError{ParseFault::trailing, kLength});
  PadProperties pad;
  pad.hasDisplay = littleEndian(answer.first(2)) != 0;
  pad.endConditions = answer[2];
  return pad;
}

tl::expected<Bytes, ChannelError> verifyStructure(const PinEntry& entry, const PadProperties& pad) {
  constexpr std::uint8_t kMessage = 0;
  const auto settings = settle(entry, pad);
  if (!settings) return tl::unexpected(settings.error());
  Bytes bytes = beginning(*settings);
  appendDigits(bytes, settings->digits);
  apdu::append(bytes, std::array{settings->endConditions, messages(pad, 1)});
  append16(bytes, entry.language);
  bytes.push_back(kMessage);
  appendCommand(bytes, entry.command, settings->block);
  return bytes;
}

tl::expected<Bytes, ChannelError> modifyStructure(const PinEntry& entry, const PadProperties& pad) {
  constexpr std::array<std::uint8_t, 3> kMessages{0, 1, 2};  // old PIN, new PIN, new PIN again
  const auto settings = settle(entry, pad);
  if (!settings) return tl::unexpected(settings.error());
  if (!settings->digits.isFixed()) return tl::unexpected(ChannelError::unsupported);
  const std::size_t newPin = settings->block + kSeparator;
  Bytes bytes = beginning(*settings);
  apdu::append(bytes, std::array{std::uint8_t{0}, static_cast<std::uint8_t>(newPin)});  // where each goes
  appendDigits(bytes, settings->digits);
  apdu::append(bytes, std::array{kOldAndTwiceNew, settings->endConditions, messages(pad, 3)});
  append16(bytes, entry.language);
  apdu::append(bytes, kMessages);
  appendCommand(bytes, entry.command, newPin + settings->block);
  return bytes;
}

}  // namespace ssc::pcsc
