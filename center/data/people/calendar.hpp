// Days and months as the database keeps them: yyyy-MM-dd and yyyy-MM.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::center {

using Day = std::chrono::sys_days;

/// A day of the calendar, exactly yyyy-MM-dd.
std::optional<Day> parseDay(std::string_view text);
std::string dayText(Day day);

/// Months since year 0, for counting.
int monthOf(Day day);
std::string monthText(int month);
int yearOf(Day day);
/// The same day of a month `months` later, or that month's last day.
Day monthsLater(Day day, int months);
Day yearsLater(Day day, int years);
/// Full years from birth to today.
int ageOn(Day birth, Day today);

}  // namespace ssc::center
