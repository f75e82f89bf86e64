// Numbers as card and PSAM keep them: big endian binary, and packed decimal digits (cn).
#pragma once

#include <optional>

#include "apdu/bytes.hpp"

namespace ssc::sim {

/// The low `size` bytes of `value`, most significant first.
inline apdu::Bytes bigEndian(std::uint64_t value, std::size_t size) {
  apdu::Bytes bytes(size);
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value >>= 8)
    *byte = static_cast<std::uint8_t>(value & 0xFF);
  return bytes;
}

/// At most eight bytes.
inline std::uint64_t numberOf(apdu::ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes)
    value = value << 8 | byte;
  return value;
}

/// The decimal digits of `value`, two a byte, in `size` bytes.
inline apdu::Bytes packedDecimal(unsigned value, std::size_t size) {
  apdu::Bytes bytes(size);
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value /= 100)
    *byte = static_cast<std::uint8_t>((value / 10 % 10) << 4 | value % 10);
  return bytes;
}

/// Empty where a half byte is no decimal digit. At most four bytes.
inline std::optional<unsigned> decimalOf(apdu::ByteView packed) {
  unsigned value = 0;
  for (const std::uint8_t byte : packed) {
    const unsigned high = byte >> 4, low = byte & 0x0F;
    if (high > 9 || low > 9) return std::nullopt;
    value = value * 100 + high * 10 + low;
  }
  return value;
}

}  // namespace ssc::sim
