#include <array>

#include "wire/qr/draw.hpp"

namespace ssc::qr {
namespace {

// Upper and lower half written or not: bit 1 upper, bit 0 lower.
constexpr std::array<std::string_view, 4> kHalves{" ", "\u2584", "\u2580", "\u2588"};

}  // namespace

std::string terminalText(const Modules& modules, Background background) {
  const std::size_t side = modules.side + 2 * kQuietZone;
  const auto isWritten = [&](std::size_t column, std::size_t row) {
    if (row >= side) return false;  // below the last row of an odd number
    // Left of and above the code the difference wraps around, and lies outside as well.
    return modules.isDark(column - kQuietZone, row - kQuietZone) == (background == Background::light);
  };
  std::string text;
  for (std::size_t row = 0; row < side; row += 2) {
    for (std::size_t column = 0; column < side; ++column)
      text += kHalves.at((isWritten(column, row) ? 2U : 0U) + (isWritten(column, row + 1) ? 1U : 0U));
    text += '\n';
  }
  return text;
}

}  // namespace ssc::qr
