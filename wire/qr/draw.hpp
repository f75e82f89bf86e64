// QR codes (ISO/IEC 18004), drawn: error correction level M, four modules of quiet zone, the smallest
// version. Upper-case letters, digits and " $%*+-./:" alone are drawn in alphanumeric mode: 50 of them fit
// version 3.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "wire/qr/error.hpp"
#include "wire/qr/picture.hpp"

namespace ssc::qr {

/// The longest text of a code, drawn or read, in bytes.
inline constexpr std::size_t kMostText = 512;
inline constexpr std::size_t kQuietZone = 4;
/// Cameras need five pixels a module; more than 40 would make the longest text's picture too large.
inline constexpr std::size_t kLeastModulePixels = 5, kMostModulePixels = 40;

/// A code as its modules, without the quiet zone.
struct Modules {
  int version = 0;         ///< 1 to 40
  std::size_t side = 0;    ///< 17 + 4 × version
  std::vector<bool> dark;  ///< row by row

  /// Places outside belong to the quiet zone: light.
  [[nodiscard]] bool isDark(std::size_t column, std::size_t row) const {
    return column < side && row < side && dark[row * side + column];
  }
};

/// Printable ASCII, 1 to kMostText characters.
tl::expected<Modules, QrError> encode(std::string_view text);

struct DrawOptions {
  std::size_t modulePixels = 8;
};

/// A square picture, quiet zone included.
tl::expected<Picture, QrError> drawCode(std::string_view text, const DrawOptions& options = {});

/// What a terminal writes its text on.
enum class Background : std::uint8_t { dark, light };

/// For a terminal: lines of half blocks (U+2580, U+2584, U+2588), two rows of modules each, quiet zone
/// included. On a dark background the light modules are what is written, so that a code is never inverted.
std::string terminalText(const Modules& modules, Background background = Background::dark);

}  // namespace ssc::qr
