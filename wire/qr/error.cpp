#include "wire/qr/error.hpp"

#include <array>

namespace ssc::qr {
namespace {

constexpr std::array<std::string_view, 8> kTexts{
    "QR code: the text is empty or not printable ASCII",
    "QR code: the text is too long",
    "QR code: a module needs 5 to 40 pixels",
    "the picture is empty, not whole or too large",
    "no PNG, or a damaged one",
    "the PNG is too large",
    "the PNG is interlaced or has 16 bits a channel",
    "not enough memory for the picture",
};
static_assert(kTexts.size() == static_cast<std::size_t>(QrError::outOfMemory) + 1);

}  // namespace

std::string_view toText(QrError error) {
  return kTexts.at(static_cast<std::size_t>(error));
}

}  // namespace ssc::qr
