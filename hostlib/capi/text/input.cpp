#include "hostlib/capi/text/input.hpp"

#include <cstring>

namespace ssc::capi {

TextResult<std::string_view> boundedText(const char* text, std::size_t limit, TextFault tooLong) {
  if (text == nullptr) return refuse(TextFault::nullPointer);
  const std::size_t length = ::strnlen(text, limit + 1);
  if (length > limit) return refuse(tooLong, limit);
  return std::string_view(text, length);
}

}  // namespace ssc::capi
