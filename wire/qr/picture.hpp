// A picture in shades of grey.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssc::qr {

/// The longest side, in pixels.
inline constexpr std::size_t kMostSide = 4096;

struct Picture {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  ///< row by row from the top; 0 black, 255 white

  /// Not empty, within bounds, and with all its pixels.
  [[nodiscard]] bool isWhole() const {
    return width > 0 && height > 0 && width <= kMostSide && height <= kMostSide &&
           pixels.size() == width * height;
  }
  [[nodiscard]] std::uint8_t at(std::size_t x, std::size_t y) const { return pixels[y * width + x]; }
  bool operator==(const Picture&) const = default;
};

}  // namespace ssc::qr
