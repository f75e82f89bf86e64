#include "hostlib/scanner/no_code.hpp"

#include <array>

namespace ssc::scanner {
namespace {

constexpr std::array<std::string_view, 11> kTexts{
    "the scanner: no code in time",
    "the scanner: the call was stopped",
    "the scanner gave a text that is too long",
    "the scanner gave something that is no text",
    "the scanner gave a line without an end",
    "the camera gave a picture that cannot be read",
    "the scanner's input is over",
    "the scanner is gone",
    "the scanner cannot be opened",
    "the scanner's device is no serial line",
    "the scanner's line cannot be set up",
};
static_assert(kTexts.size() == static_cast<std::size_t>(NoCode::refused) + 1);

}  // namespace

std::string_view toText(NoCode why) {
  return kTexts.at(static_cast<std::size_t>(why));
}

}  // namespace ssc::scanner
