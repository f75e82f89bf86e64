#include "hostlib/card/commands.hpp"

#include <array>
#include <cassert>

namespace ssc::card {
namespace {

constexpr std::uint8_t kReadRecord = 0xB2;
constexpr std::uint8_t kUpdateRecord = 0xDC;
constexpr std::uint8_t kUpdateBinary = 0xD6;
constexpr std::uint8_t kPinSeparator = 0xFF;

// ISO/IEC 7816-4 §11.4.2, low three bits of P2.
enum class RecordMode : std::uint8_t { first = 0b000, next = 0b010, previous = 0b011, number = 0b100 };

std::uint8_t parameter(std::uint8_t sfi, RecordMode mode) {
  return static_cast<std::uint8_t>(sfi << 3 | static_cast<std::uint8_t>(mode));
}

}  // namespace

apdu::Command readNextOccurrence(std::uint8_t identifier, std::size_t expected) {
  return apdu::Command({0x00, kReadRecord, identifier, parameter(0, RecordMode::next)}, {}, expected);
}

apdu::Command updateRecordByIdentifier(std::uint8_t identifier, std::uint8_t sfi, apdu::ByteView record) {
  return apdu::Command({0x00, kUpdateRecord, identifier, parameter(sfi, RecordMode::first)}, record);
}

apdu::Command updateRecordByNumber(std::uint8_t number, std::uint8_t sfi, apdu::ByteView record) {
  return apdu::Command({0x00, kUpdateRecord, number, parameter(sfi, RecordMode::number)}, record);
}

apdu::Command appendCyclicRecord(std::uint8_t sfi, apdu::ByteView record) {
  return apdu::Command({0x00, kUpdateRecord, 0x00, parameter(sfi, RecordMode::previous)}, record);
}

apdu::Command updateBinary(std::uint16_t offset, apdu::ByteView piece) {
  assert(offset <= 0x7FFF);
  return apdu::Command({0x00, kUpdateBinary, static_cast<std::uint8_t>(offset >> 8 & 0x7F),
                        static_cast<std::uint8_t>(offset & 0xFF)},
                       piece);
}

apdu::Command updateBinaryOf(std::uint8_t sfi, apdu::ByteView piece) {
  return apdu::Command({0x00, kUpdateBinary, static_cast<std::uint8_t>(0x80 | (sfi & 0x1F)), 0x00}, piece);
}

apdu::Command changePinCommand(apdu::ByteView oldBlock, apdu::ByteView newBlock) {
  const std::array separator{kPinSeparator};
  apdu::Bytes data;
  data.reserve(oldBlock.size() + separator.size() + newBlock.size());  // never grows: no copy stays behind
  for (const apdu::ByteView part : {oldBlock, apdu::ByteView(separator), newBlock})
    apdu::append(data, part);
  apdu::Command command({0x80, 0x5E, 0x01, 0x00}, data);
  apdu::wipe(data);
  return command;
}

}  // namespace ssc::card
