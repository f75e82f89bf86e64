#include "hostlib/render/value_text.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace ssc::render {
namespace {

using profile::Language;

constexpr std::string_view kNothing = "-";

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// 9 stands for any digit.
bool fits(std::string_view text, std::string_view form) {
  return std::ranges::equal(text, form, [](char c, char f) { return f == '9' ? isDigit(c) : c == f; });
}

// 年, 月 and 日 without the zeros in front of them.
std::string_view plain(std::string_view digits) {
  return digits.starts_with('0') ? digits.substr(1) : digits;
}

std::string monthText(std::string_view year, std::string_view month, Language language) {
  return language == Language::zh ? fmt::format("{}年{}月", year, plain(month))
                                  : fmt::format("{}-{}", year, month);
}

std::string dayText(std::string_view year, std::string_view month, std::string_view day, Language language) {
  return monthText(year, month, language) +
         (language == Language::zh ? fmt::format("{}日", plain(day)) : fmt::format("-{}", day));
}

bool isMonthRanges(std::string_view text) {
  constexpr std::size_t kRange = 15;  // yyyy-MM~yyyy-MM
  if (text.size() < kRange || !fits(text.substr(0, kRange), "9999-99~9999-99")) return false;
  const auto rest = text.substr(kRange);
  return rest.empty() || (rest.front() == ';' && isMonthRanges(rest.substr(1)));
}

std::string monthRanges(std::string_view text, Language language) {
  const bool zh = language == Language::zh;
  std::string range =
      fmt::format("{}{}{}", monthText(text.substr(0, 4), text.substr(5, 2), language), zh ? "至" : " to ",
                  monthText(text.substr(8, 4), text.substr(13, 2), language));
  const auto next = text.find(';');
  if (next == std::string_view::npos) return range;
  return range + (zh ? "；" : "; ") + monthRanges(text.substr(next + 1), language);
}

/// Lists inside of a text are written "a;b".
std::string listText(std::string_view text, Language language) {
  const auto next = text.find(';');
  if (next == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, next)) + (language == Language::zh ? "、" : ", ") +
         listText(text.substr(next + 1), language);
}

std::string grouped(std::string_view digits) {
  constexpr std::size_t kGroup = 3;
  if (digits.size() <= kGroup) return std::string(digits);
  const auto last = digits.size() - kGroup;
  return fmt::format("{},{}", grouped(digits.substr(0, last)), digits.substr(last));
}

std::string hundredths(std::string_view digits) {
  return std::string(digits) + std::string(digits.size() < 2 ? 2 - digits.size() : 0, '0');
}

}  // namespace

std::string moneyText(std::string_view yuan) {
  const bool negative = yuan.starts_with('-');
  const auto amount = yuan.substr(negative ? 1 : 0);
  const auto point = amount.find('.');
  const auto whole = amount.substr(0, point);
  const auto part = point == std::string_view::npos ? std::string_view() : amount.substr(point + 1);
  const bool isAmount = !whole.empty() && part.size() <= 2 && std::ranges::all_of(whole, isDigit) &&
                        std::ranges::all_of(part, isDigit);
  if (!isAmount) return std::string(yuan);
  return fmt::format("{}{}.{}", negative ? "-" : "", grouped(whole), hundredths(part));
}

std::string dateText(std::string_view text, Language language) {
  const auto at = [&](std::size_t begin, std::size_t size) { return text.substr(begin, size); };
  if (fits(text, "9999-99")) return monthText(at(0, 4), at(5, 2), language);
  if (fits(text, "9999-99-99")) return dayText(at(0, 4), at(5, 2), at(8, 2), language);
  if (fits(text, "9999-99-99 99:99:99"))
    return dayText(at(0, 4), at(5, 2), at(8, 2), language) + " " + std::string(at(11, 5));
  if (isMonthRanges(text)) return monthRanges(text, language);
  if (text.size() < 8 || !std::ranges::all_of(text, isDigit)) return std::string(text);
  const std::string day = dayText(at(0, 4), at(4, 2), at(6, 2), language);
  return text.size() < 12 ? day : fmt::format("{} {}:{}", day, at(8, 2), at(10, 2));
}

std::string valueText(std::string_view kind, std::string_view value, Language language) {
  if (value.empty()) return std::string(kNothing);
  if (kind == "money") return moneyText(value);
  if (kind == "date" || kind == "month" || isMonthRanges(value)) return dateText(value, language);
  return listText(value, language);
}

}  // namespace ssc::render
