#include "wire/qr/decode.hpp"

#include <algorithm>
#include <exception>

#define ZX_USE_UTF8 1  // ZXing 1.4: Result::text() as UTF-8
#include <ZXing/ReadBarcode.h>

#include "wire/qr/draw.hpp"

namespace ssc::qr {
namespace {

// More codes than that on one picture are no code held to a camera.
constexpr std::uint8_t kMostCodes = 8;

ZXing::DecodeHints hints() {
  return ZXing::DecodeHints()
      .setFormats(ZXing::BarcodeFormat::QRCode)
      .setTryHarder(true)
      .setTryRotate(true)
      .setMaxNumberOfSymbols(kMostCodes);
}

bool isControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7F;
}

void take(const ZXing::Result& code, Seen& seen) {
  const bool isText = code.contentType() == ZXing::ContentType::Text && !code.isPartOfSequence() &&
                      code.bytes().size() <= kMostText;
  std::string text = isText ? code.text() : std::string();
  if (text.empty() || text.size() > kMostText || std::ranges::any_of(text, isControl))
    ++seen.refused;
  else
    seen.texts.push_back(std::move(text));
}

}  // namespace

tl::expected<Seen, QrError> decode(const Picture& picture) try {
  if (!picture.isWhole()) return tl::unexpected(QrError::notAPicture);
  const ZXing::ImageView view(picture.pixels.data(), static_cast<int>(picture.width),
                              static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
  Seen seen;
  for (const auto& code : ZXing::ReadBarcodes(view, hints()))
    if (code.isValid()) take(code, seen);
  return seen;
} catch (const std::exception&) {  // the library allocates, and uses at()
  return tl::unexpected(QrError::outOfMemory);
}

}  // namespace ssc::qr
