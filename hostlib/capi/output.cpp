#include "hostlib/capi/output.hpp"

#include <algorithm>
#include <cstring>

#include "card-spec/text.hpp"

namespace ssc::capi {
namespace {

std::size_t gb18030Length(std::string_view rest) {
  return cardspec::characterLength({reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()});
}

std::size_t utf8Length(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest[0]);
  if (first < 0xC0) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

std::string_view cut(std::string_view text, std::size_t limit, std::size_t (*lengthOf)(std::string_view)) {
  std::size_t used = 0;
  while (used < text.size()) {
    const std::size_t next = lengthOf(text.substr(used));
    if (used + next > std::min(limit, text.size())) break;
    used += next;
  }
  return text.substr(0, used);
}

}  // namespace

bool writeText(char* out, std::uint32_t capacity, std::string_view text) {
  if (text.size() >= capacity) return false;
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  return true;
}

std::string_view cutGb18030(std::string_view text, std::size_t limit) {
  return cut(text, limit, gb18030Length);
}
std::string_view cutUtf8(std::string_view text, std::size_t limit) {
  return cut(text, limit, utf8Length);
}

}  // namespace ssc::capi
