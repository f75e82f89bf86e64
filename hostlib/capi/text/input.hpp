// The texts a caller passes: read up to their NUL with a bound, never copied at a fixed size.
#pragma once

#include <string_view>

#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

/// The longest texts that are taken, in bytes without the NUL.
inline constexpr std::size_t kMostCardInfo = 63;
inline constexpr std::size_t kMostPayInfo = 127;
inline constexpr std::size_t kMostKey = 127;
inline constexpr std::size_t kMostFileAddress = 4095;
inline constexpr std::size_t kMostWriteData = 65535;

/// The text at `text` up to its NUL. NULL: nullPointer; no NUL within `limit` + 1 bytes: `tooLong`, which is
/// TextFault::keyLength for pKey. Nothing behind the NUL or the bound is looked at.
TextResult<std::string_view> boundedText(const char* text, std::size_t limit,
                                         TextFault tooLong = TextFault::tooLong);

}  // namespace ssc::capi
