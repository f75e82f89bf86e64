#include "hostlib/printer/error.hpp"

#include <array>

namespace ssc::printer {
namespace {

constexpr std::array<std::string_view, 6> kTexts{
    "the printer's address cannot be used",
    "the printer cannot be reached",
    "the printer does not answer",
    "the printer: the call was stopped",
    "the printer refused",
    "the printer gave an answer that is none",
};
static_assert(kTexts.size() == static_cast<std::size_t>(PrinterError::badAnswer) + 1);

}  // namespace

std::string_view toText(PrinterError error) {
  return kTexts.at(static_cast<std::size_t>(error));
}

}  // namespace ssc::printer
