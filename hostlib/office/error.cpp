#include "hostlib/office/error.hpp"

#include <array>

#include "wire/office/transaction.hpp"

namespace ssc::office {
namespace {

// In the order of Fault.
constexpr std::array<std::string_view, 9> kTexts{
    "cancelled",
    "no connection to the center",
    "no answer from the center in time",
    "the answer is not the center's",
    "the center's answer cannot be used",
    "refused by the center",
    "it is not known whether the center has done it",
    "this terminal is not registered",
    "settings or files cannot be used",
};

}  // namespace

std::string_view toText(Fault fault) {
  return kTexts.at(static_cast<std::size_t>(fault));
}

std::string Error::text() const {
  std::string text(toText(fault));
  if (infcode != 0) text += " (" + std::to_string(infcode) + ")";
  if (const auto* row = wire::office::findError(infcode)) text += ": " + std::string(row->cause);
  if (!where.empty()) text += ": " + where;
  if (!msgid.empty()) text += " [" + msgid + "]";
  return text;
}

}  // namespace ssc::office
