// A reader over a text of the interface: takes what it expects or stays where it is.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

constexpr bool isDecimal(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool isHex(char c) {
  return isDecimal(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}
constexpr bool isAlphanumeric(char c) {
  return isDecimal(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
constexpr char toUpper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// The number that hexadecimal digits write; at most four of them, at least one.
inline std::uint16_t hexNumber(std::string_view digits) {
  std::uint16_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool atEnd() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] bool sees(char c) const { return !atEnd() && text_[at_] == c; }

  /// `count` bytes, or what is left.
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest().substr(0, count);
    at_ += taken.size();
    return taken;
  }
  bool skip(char c) {
    const bool there = sees(c);
    if (there) ++at_;
    return there;
  }
  /// At most `most` characters of a kind.
  template <class Kind>
  std::string_view takeWhile(Kind kind, std::size_t most = std::string_view::npos) {
    const std::string_view candidates = rest().substr(0, most);
    const auto* end = std::find_if_not(candidates.begin(), candidates.end(), kind);
    return take(static_cast<std::size_t>(end - candidates.begin()));
  }

  /// What is here does not fit: `fault`; noEnd where the text is over.
  [[nodiscard]] tl::unexpected<TextError> refuseHere(TextFault fault) const { return refuseFrom(at_, fault); }
  /// The same for what was taken from `place` on.
  [[nodiscard]] tl::unexpected<TextError> refuseFrom(std::size_t place, TextFault fault) const {
    return atEnd() ? refuse(TextFault::noEnd, at_) : refuse(fault, place);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace ssc::capi
