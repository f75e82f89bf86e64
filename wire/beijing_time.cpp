#include "wire/beijing_time.hpp"

#include <array>
#include <cstdio>

namespace ssc::wire {
namespace {

using namespace std::chrono;

constexpr hours kOffset{8};

struct Parts {
  year_month_day date{};
  hh_mm_ss<milliseconds> time;
};

Parts partsOf(TimePoint time) {
  const auto local = time + kOffset;
  const auto day = floor<days>(local);
  return {year_month_day(day), hh_mm_ss<milliseconds>(local - day)};
}

std::string formatted(const char* form, TimePoint time) {
  const auto [date, clock] = partsOf(time);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), form, static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text.data();
}

/// Takes decimal digits and fixed characters off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = text_.empty() ? 'x' : text_.front();
      if (c < '0' || c > '9') return good_ = false, 0;
      value = value * 10 + (c - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  void skip(char c) {
    if (text_.empty() || text_.front() != c)
      good_ = false;
    else
      text_.remove_prefix(1);
  }
  [[nodiscard]] bool done() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

struct Numbers {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

std::optional<TimePoint> timeOf(const Numbers& n) {
  const year_month_day date{year(n.year), month(static_cast<unsigned>(n.month)),
                            day(static_cast<unsigned>(n.day))};
  if (!date.ok() || n.hour > 23 || n.minute > 59 || n.second > 59) return std::nullopt;
  return sys_days(date) + hours(n.hour) + minutes(n.minute) + seconds(n.second) - kOffset;
}

}  // namespace

std::string compactTime(TimePoint time) {
  return formatted("%04d%02u%02u%02d%02d%02d%03d", time);
}

std::string compactSeconds(TimePoint time) {
  return formatted("%04d%02u%02u%02d%02d%02d", time);
}

std::string headTime(TimePoint time) {
  return formatted("%04d-%02u-%02u %02d:%02d:%02d", time);
}

std::string dayText(TimePoint time) {
  return formatted("%04d-%02u-%02u", time);
}

std::optional<TimePoint> parseHeadTime(std::string_view text) {
  Scanner in(text);
  Numbers n;
  n.year = in.number(4), in.skip('-'), n.month = in.number(2), in.skip('-'), n.day = in.number(2),
  in.skip(' ');
  n.hour = in.number(2), in.skip(':'), n.minute = in.number(2), in.skip(':'), n.second = in.number(2);
  return in.done() ? timeOf(n) : std::nullopt;
}

std::optional<TimePoint> parseCompactSeconds(std::string_view text) {
  Scanner in(text);
  Numbers n;
  n.year = in.number(4), n.month = in.number(2), n.day = in.number(2);
  n.hour = in.number(2), n.minute = in.number(2), n.second = in.number(2);
  return in.done() ? timeOf(n) : std::nullopt;
}

}  // namespace ssc::wire
