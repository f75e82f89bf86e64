#include "center/data/people/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace ssc::center {
namespace {

using std::chrono::year_month_day;

constexpr int kMonths = 12;

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append(std::string& text, unsigned value, unsigned width) {
  const auto at = text.size();
  text.resize(at + width);
  for (auto i = width; i-- > 0; value /= 10)
    text[at + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Day> parseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)),
             day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                            std::chrono::day(*day)};
  return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::string dayText(Day day) {
  const year_month_day date(day);
  std::string text;
  append(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  text += '-';
  append(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append(text, static_cast<unsigned>(date.day()), 2);
  return text;
}

int monthOf(Day day) {
  const year_month_day date(day);
  return static_cast<int>(date.year()) * kMonths + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::string monthText(int month) {
  std::string text;
  append(text, static_cast<unsigned>(month / kMonths), 4);
  text += '-';
  append(text, static_cast<unsigned>(month % kMonths) + 1, 2);
  return text;
}

int yearOf(Day day) {
  return monthOf(day) / kMonths;
}

Day monthsLater(Day day, int months) {
  const year_month_day date(day);
  const int month = monthOf(day) + months;
  const auto yearMonth =
      std::chrono::year(month / kMonths) / std::chrono::month(static_cast<unsigned>(month % kMonths) + 1);
  return yearMonth / std::min(date.day(), (yearMonth / std::chrono::last).day());
}

Day yearsLater(Day day, int years) {
  return monthsLater(day, years * kMonths);
}

int ageOn(Day birth, Day today) {
  const year_month_day from(birth), to(today);
  const bool before = to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return static_cast<int>(to.year()) - static_cast<int>(from.year()) - (before ? 1 : 0);
}

}  // namespace ssc::center
