// Bytes, views of them, and their hexadecimal text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssc::apdu {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// Upper-case hexadecimal text without separators, two characters a byte.
std::string toHex(ByteView bytes);

/// Reads hexadecimal text: upper or lower case; spaces, tabs and line ends between bytes are skipped.
/// Empty when a character is not hexadecimal or a byte is half written.
std::optional<Bytes> fromHex(std::string_view text);

/// The bytes of a text, unchanged (no encoding is applied).
Bytes toBytes(std::string_view text);

/// A text of the bytes, unchanged.
std::string toText(ByteView bytes);

/// `a || b || …`, in that order.
Bytes join(std::initializer_list<ByteView> parts);

inline void append(Bytes& to, ByteView more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Overwrites the bytes in a way the compiler keeps.
void wipe(MutableByteView bytes) noexcept;

}  // namespace ssc::apdu
