// This room's names for bytes: the same types as everywhere, without a dependency on another room.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ssc::crypto {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// The bytes of a text, where they lie.
inline ByteView bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace ssc::crypto
