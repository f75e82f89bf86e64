// Pictures as PNG (ISO/IEC 15948), from and to memory.
#pragma once

#include <cstdint>
#include <span>
#include <tl/expected.hpp>
#include <vector>

#include "wire/qr/error.hpp"
#include "wire/qr/picture.hpp"

namespace ssc::qr {

/// The longest PNG that is read, in bytes.
inline constexpr std::size_t kMostPngBytes = std::size_t{16} << 20U;

/// 8-bit grey.
tl::expected<std::vector<std::uint8_t>, QrError> writePng(const Picture& picture);

/// Grey, colour and palette with up to 8 bits a channel, with or without alpha, not interlaced. Colours
/// become their luminance (ITU-R BT.601), what is transparent becomes white.
tl::expected<Picture, QrError> readPng(std::span<const std::uint8_t> bytes);

}  // namespace ssc::qr
