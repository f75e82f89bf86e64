// What a call of the low-level library returns when it fails.
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

#include "SSSE32.h"
#include "apdu/error.hpp"

namespace ssc::capi::ssse32 {

enum class IfdCode : std::int64_t {
  ok = IFD_OK,
  wrongCard = IFD_ICC_TypeError,
  noCard = IFD_ICC_NoExist,
  notPowered = IFD_ICC_NoPower,
  noAnswer = IFD_ICC_NoResponse,
  readerError = IFD_ConnectError,
  notOpen = IFD_UnConnected,
  notSupported = IFD_BadCommand,
  badParameter = IFD_ParameterError,
};

template <class T>
using Result = tl::expected<T, IfdCode>;

inline std::int64_t numberOf(IfdCode code) {
  return static_cast<std::int64_t>(code);
}

/// The code of the reason that a flow would give; the codes that this interface does not have become
/// `noAnswer`.
IfdCode codeOf(apdu::ChannelError error);

}  // namespace ssc::capi::ssse32
