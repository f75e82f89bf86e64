#include "wire/qr/draw.hpp"

#include <algorithm>
#include <memory>
#include <qrencode.h>

namespace ssc::qr {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

constexpr int kSmallestVersion = 0;  // the library looks for it
constexpr int kKeepCase = 1;
constexpr unsigned kDarkBit = 1;

bool isPrintable(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void fillModule(Picture& picture, std::size_t column, std::size_t row, std::size_t pixels) {
  for (std::size_t y = row * pixels; y < (row + 1) * pixels; ++y)
    std::fill_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(y * picture.width + column * pixels),
                pixels, std::uint8_t{0});
}

Picture pictureOf(const Modules& modules, std::size_t pixels) {
  const std::size_t side = (modules.side + 2 * kQuietZone) * pixels;
  Picture picture{side, side, std::vector<std::uint8_t>(side * side, 255)};
  for (std::size_t row = 0; row < modules.side; ++row)
    for (std::size_t column = 0; column < modules.side; ++column)
      if (modules.isDark(column, row)) fillModule(picture, column + kQuietZone, row + kQuietZone, pixels);
  return picture;
}

}  // namespace

tl::expected<Modules, QrError> encode(std::string_view text) {
  if (text.size() > kMostText) return tl::unexpected(QrError::tooLong);
  if (!isPrintable(text)) return tl::unexpected(QrError::notText);
  // QR_MODE_8 is for what fits no smaller mode: the library takes the text apart itself.
  const Code code(
      QRcode_encodeString(std::string(text).c_str(), kSmallestVersion, QR_ECLEVEL_M, QR_MODE_8, kKeepCase));
  if (!code) return tl::unexpected(QrError::outOfMemory);
  Modules modules{code->version, static_cast<std::size_t>(code->width), {}};
  for (std::size_t i = 0; i < modules.side * modules.side; ++i)
    modules.dark.push_back((code->data[i] & kDarkBit) != 0);
  return modules;
}

tl::expected<Picture, QrError> drawCode(std::string_view text, const DrawOptions& options) {
  if (options.modulePixels < kLeastModulePixels || options.modulePixels > kMostModulePixels)
    return tl::unexpected(QrError::moduleSize);
  return encode(text).map([&](const Modules& modules) { return pictureOf(modules, options.modulePixels); });
}

}  // namespace ssc::qr
