#include "apdu/command.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ssc::apdu {
namespace {

constexpr std::uint8_t kChainingBit = 0x10;  // b5 of CLA, ISO/IEC 7816-4 §5.4.1

constexpr std::uint8_t low(std::size_t value) {
  return static_cast<std::uint8_t>(value & 0xFF);
}
constexpr std::uint8_t high(std::size_t value) {
  return static_cast<std::uint8_t>((value >> 8) & 0xFF);
}

constexpr std::uint8_t sfiMode(std::uint8_t sfi, std::uint8_t mode) {
  return static_cast<std::uint8_t>((sfi << 3) | mode);
}

Header headerOf(ByteView bytes) {
  return {bytes[0], bytes[1], bytes[2], bytes[3]};
}

std::size_t shortExpected(std::uint8_t le) {
  return le == 0 ? Command::kMaxShortExpected : le;
}
std::size_t extendedExpected(std::size_t le) {
  return le == 0 ? Command::kMaxExpected : le;
}

// A length field; 256 and 65536 become 00 and 0000.
std::uint8_t* putLength(std::uint8_t* at, std::size_t length, bool extended) {
  if (extended) *at++ = high(length);
  *at++ = low(length);
  return at;
}

tl::unexpected<ParseError> bad(ParseFault fault, std::size_t offset) {
  return tl::unexpected(ParseError{fault, offset});
}

// The body of a short command: bytes[4] is Le (case 2) or Lc (cases 3 and 4).
tl::expected<Command, ParseError> decodeShort(ByteView bytes) {
  if (bytes.size() == 5) return Command(headerOf(bytes), {}, shortExpected(bytes[4]));
  const std::size_t nc = bytes[4];
  if (nc == 0) return bad(ParseFault::badLength, 4);
  if (bytes.size() < 5 + nc) return bad(ParseFault::truncated, bytes.size());
  const ByteView data = bytes.subspan(5, nc);
  if (bytes.size() == 5 + nc) return Command(headerOf(bytes), data);
  if (bytes.size() > 6 + nc) return bad(ParseFault::trailing, 6 + nc);
  return Command(headerOf(bytes), data, shortExpected(bytes[5 + nc]));
}

// The body of an extended command: 00, then two bytes Le (case 2E) or Lc (cases 3E, 4E).
tl::expected<Command, ParseError> decodeExtended(ByteView bytes) {
  const std::size_t value = static_cast<std::size_t>(bytes[5]) << 8 | bytes[6];
  if (bytes.size() == 7) return Command(headerOf(bytes), {}, extendedExpected(value));
  if (value == 0) return bad(ParseFault::badLength, 5);
  if (bytes.size() < 7 + value) return bad(ParseFault::truncated, bytes.size());
  const ByteView data = bytes.subspan(7, value);
  const std::size_t rest = bytes.size() - 7 - value;
  if (rest == 0) return Command(headerOf(bytes), data);
  if (rest == 1) return bad(ParseFault::truncated, bytes.size());
  if (rest > 2) return bad(ParseFault::trailing, 9 + value);
  const std::size_t le = static_cast<std::size_t>(bytes[7 + value]) << 8 | bytes[8 + value];
  return Command(headerOf(bytes), data, extendedExpected(le));
}

}  // namespace

Command::Command(Header header, ByteView data, std::optional<std::size_t> expected)
    : header_(header), expected_(expected) {
  assert(data.size() <= kMaxData);
  assert(!expected || (*expected >= 1 && *expected <= kMaxExpected));
  const ByteView kept = data.first(std::min(data.size(), kMaxData));
  data_.assign(kept.begin(), kept.end());
  if (expected_) expected_ = std::clamp<std::size_t>(*expected_, 1, kMaxExpected);
}

Command& Command::operator=(Command other) noexcept {
  std::swap(header_, other.header_);
  data_.swap(other.data_);  // `other` takes the old data along and wipes it
  std::swap(expected_, other.expected_);
  return *this;
}

Command Command::selectByName(ByteView dfName, std::optional<std::size_t> expected) {
  return Command({0x00, 0xA4, 0x04, 0x00}, dfName, expected);
}

Command Command::selectMf() {
  return selectDf(0x3F00);
}

Command Command::selectDf(std::uint16_t fid) {
  const std::array<std::uint8_t, 2> data{high(fid), low(fid)};
  return Command({0x00, 0xA4, 0x00, 0x00}, data);
}

Command Command::selectEf(std::uint16_t fid) {
  const std::array<std::uint8_t, 2> data{high(fid), low(fid)};
  return Command({0x00, 0xA4, 0x02, 0x00}, data);
}

Command Command::readRecordByNumber(std::uint8_t number, std::uint8_t sfi, std::size_t expected) {
  return Command({0x00, 0xB2, number, sfiMode(sfi, 0b100)}, {}, expected);
}

Command Command::readRecordsFrom(std::uint8_t number, std::uint8_t sfi, std::size_t expected) {
  return Command({0x00, 0xB2, number, sfiMode(sfi, 0b101)}, {}, expected);
}

Command Command::readRecordByIdentifier(std::uint8_t identifier, std::uint8_t sfi, std::size_t expected) {
  return Command({0x00, 0xB2, identifier, sfiMode(sfi, 0b000)}, {}, expected);
}

Command Command::readBinary(std::uint16_t offset, std::size_t expected) {
  assert(offset <= 0x7FFF);
  return Command({0x00, 0xB0, static_cast<std::uint8_t>(high(offset) & 0x7F), low(offset)}, {}, expected);
}

Command Command::readBinaryOf(std::uint8_t sfi, std::uint8_t offset, std::size_t expected) {
  return Command({0x00, 0xB0, static_cast<std::uint8_t>(0x80 | (sfi & 0x1F)), offset}, {}, expected);
}

Command Command::getChallenge(std::size_t length) {
  return Command({0x00, 0x84, 0x00, 0x00}, {}, length);
}

Command Command::internalAuthenticate(ByteView data, std::size_t expected) {
  return Command({0x00, 0x88, 0x00, 0x00}, data, expected);
}

Command Command::externalAuthenticate(std::uint8_t keyReference, ByteView data) {
  return Command({0x00, 0x82, 0x00, keyReference}, data);
}

Command Command::verify(std::uint8_t reference, ByteView block) {
  return Command({0x00, 0x20, 0x00, reference}, block);
}

Command Command::getResponse(std::size_t expected) {
  return Command({0x00, 0xC0, 0x00, 0x00}, {}, expected);
}

int Command::isoCase() const {
  return (data_.empty() ? 1 : 3) + (expected_ ? 1 : 0);
}

Command Command::withExpected(std::size_t expected) const {
  return Command(header_, data_, expected);
}

std::size_t Command::encodeInto(MutableByteView out) const {
  const std::size_t size = encodedSize();
  std::uint8_t* at = out.first(size).data();  // checked once: exactly `size` bytes are written below
  const bool extended = isExtended();
  at = std::copy_n(&header_.cla, sizeof header_, at);
  if (extended) *at++ = 0;
  if (!data_.empty()) {
    at = putLength(at, data_.size(), extended);
    at = std::copy(data_.begin(), data_.end(), at);
  }
  if (expected_) putLength(at, *expected_, extended);
  return size;
}

Bytes Command::encode() const {
  Bytes bytes(encodedSize());
  encodeInto(bytes);
  return bytes;
}

tl::expected<Command, ParseError> Command::decode(ByteView bytes) {
  if (bytes.size() < 4) return bad(ParseFault::truncated, bytes.size());
  if (bytes.size() == 4) return Command(headerOf(bytes));
  if (bytes.size() >= 7 && bytes[4] == 0) return decodeExtended(bytes);
  return decodeShort(bytes);
}

std::vector<Command> Command::chained(std::size_t partSize) const {
  assert(partSize > 0);
  partSize = std::max<std::size_t>(partSize, 1);
  std::vector<Command> parts;
  ByteView rest = data();
  while (rest.size() > partSize) {
    Header header = header_;
    header.cla = static_cast<std::uint8_t>(header.cla | kChainingBit);
    parts.emplace_back(header, rest.first(partSize));
    rest = rest.subspan(partSize);
  }
  parts.emplace_back(header_, rest, expected_);
  return parts;
}

}  // namespace ssc::apdu
