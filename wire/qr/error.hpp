// Why there is no picture, or nothing to see on it.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::qr {

enum class QrError : std::uint8_t {
  notText,      ///< to draw: empty, or not printable ASCII
  tooLong,      ///< to draw: more than kMostText characters
  moduleSize,   ///< to draw: pixels for each module out of bounds
  notAPicture,  ///< the picture is empty, not whole, or has a side over kMostSide
  notPng,       ///< damaged, or no PNG at all
  tooLarge,     ///< PNG: a side over kMostSide, or more than kMostPngBytes
  pngForm,      ///< PNG: 16 bits a channel, or interlaced
  outOfMemory,  ///< a library could not go on
};

/// English, for a log; never a text of a code.
std::string_view toText(QrError error);

}  // namespace ssc::qr
