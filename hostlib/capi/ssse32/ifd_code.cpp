#include "hostlib/capi/ssse32/ifd_code.hpp"

#include <algorithm>
#include <array>

#include "hostlib/flows/failure.hpp"

namespace ssc::capi::ssse32 {
namespace {

constexpr std::array kKnown{IfdCode::wrongCard, IfdCode::noCard, IfdCode::noAnswer, IfdCode::readerError,
                            IfdCode::notSupported};

}  // namespace

IfdCode codeOf(apdu::ChannelError error) {
  const IfdCode code{flows::rowOf(flows::reasonFor(error)).code};
  return std::ranges::find(kKnown, code) == kKnown.end() ? IfdCode::noAnswer : code;
}

}  // namespace ssc::capi::ssse32
