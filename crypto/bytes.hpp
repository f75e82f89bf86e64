// This room's names for bytes: the same types as everywhere, without a dependency on another room.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ssc::crypto {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

}  // namespace ssc::crypto
