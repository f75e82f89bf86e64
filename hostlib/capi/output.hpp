// Writing results into the caller's buffers: never beyond the class, never more than the reply and one NUL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ssc::capi {

inline constexpr std::size_t kMaxErrorText = 255;  ///< bytes, without NUL

/// The largest replies of the basic read, NUL included: 11 bars and
/// 6 + 18 + 9 + 32 + 50 + 30 + 4 + 8 + 8 + 12 + 32 = 209 bytes of fields.
/// Text of n GB 18030 bytes takes at most 3n bytes in UTF-8 (a replaced byte is U+FFFD).
inline constexpr std::uint32_t kBasicReadMost = 221;
inline constexpr std::uint32_t kBasicReadMostUtf8 = 383;

/// Copies `text` and a NUL; false when they do not fit (then nothing is written).
bool writeText(char* out, std::uint32_t capacity, std::string_view text);

/// The longest beginning of `text` that fits `limit` bytes without cutting a GB 18030 (or UTF-8) character.
std::string_view cutGb18030(std::string_view text, std::size_t limit);
std::string_view cutUtf8(std::string_view text, std::size_t limit);

}  // namespace ssc::capi
