// Pictures of a camera: a PNG, pixels, or a code of any text. What is read is bounded text without control
// characters; a picture read from a PNG is whole, and the same when it is written and read again; a code that
// was drawn is read.
//
// Input: one byte for the kind, then the PNG, the width and pixels, or the text.
#include <algorithm>
#include <string>

#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"

namespace {

using namespace ssc;
using fuzz::require;

constexpr std::size_t kDecodedPixels = 256 * 256;  // larger pictures take too long here

void checkDecoding(const qr::Picture& picture) {
  const auto seen = qr::decode(picture);
  require(seen.has_value() == picture.isWhole(), "a whole picture can be looked at");
  if (!seen) return;
  for (const std::string& text : seen->texts) {
    require(!text.empty() && text.size() <= qr::kMostText, "a text is bounded");
    require(
        std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }),
        "a text has no control characters");
  }
}

void png(fuzz::Input& input) {
  const auto picture = qr::readPng(input.rest());
  if (!picture) return;
  require(picture->isWhole(), "a picture that was read is whole");
  if (picture->pixels.size() > kDecodedPixels) return;
  const auto written = qr::writePng(*picture);
  require(written && qr::readPng(*written) == *picture, "a picture is the same again");
  checkDecoding(*picture);
}

void pixels(fuzz::Input& input) {
  const std::size_t width = input.byte();
  const auto rest = input.rest();
  const std::size_t height = width == 0 ? 0 : rest.size() / width;
  const auto used = rest.first(std::min(rest.size(), width * height + width % 2));  // not always whole
  checkDecoding({width, height, {used.begin(), used.end()}});
}

void text(fuzz::Input& input) {
  const auto rest = input.rest();
  const std::string shown(rest.begin(), rest.end());
  const auto picture = qr::drawCode(shown, {qr::kLeastModulePixels});
  const bool isPrintable = std::ranges::all_of(shown, [](char c) { return c >= ' ' && c <= '~'; });
  require(picture.has_value() == (isPrintable && !shown.empty() && shown.size() <= qr::kMostText),
          "printable text of the right length is drawn, nothing else");
  if (!picture) return;
  const auto seen = qr::decode(*picture);
  require(seen && seen->texts == std::vector{shown} && seen->refused == 0, "what was drawn is read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 3) {
    case 0:
      png(input);
      break;
    case 1:
      pixels(input);
      break;
    default:
      text(input);
  }
  return 0;
}
