#include "hostlib/pad/error.hpp"

#include <array>

namespace ssc::pad {
namespace {

constexpr std::array<std::string_view, 11> kTexts{
    "the PIN pad: cancelled",
    "the PIN pad: no PIN in time",
    "the PIN pad: wrong number of digits",
    "the PIN pad: the call was stopped",
    "the PIN pad cannot be reached",
    "the PIN pad does not answer",
    "the PIN pad ended the connection",
    "the PIN pad is busy with another program",
    "the PIN pad sent something that is no message for this moment",
    "the PIN pad sent a block that holds no PIN of this entry",
    "the PIN pad: SM2 or SM4 failed on this side",
};
static_assert(kTexts.size() == static_cast<std::size_t>(PadError::noCipher) + 1);

}  // namespace

std::string_view toText(PadError error) {
  return kTexts.at(static_cast<std::size_t>(error));
}

}  // namespace ssc::pad
