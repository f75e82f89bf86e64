// Times as the messages carry them: Beijing time, UTC+8 all the year.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::wire {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

std::string compactTime(TimePoint time);     ///< yyyyMMddHHmmssSSS
std::string compactSeconds(TimePoint time);  ///< yyyyMMddHHmmss
std::string headTime(TimePoint time);        ///< yyyy-MM-dd HH:mm:ss
std::string dayText(TimePoint time);         ///< yyyy-MM-dd

/// Of headTime(); none for any other form and for days that the calendar has not.
std::optional<TimePoint> parseHeadTime(std::string_view text);
/// Of compactSeconds(), the same.
std::optional<TimePoint> parseCompactSeconds(std::string_view text);

}  // namespace ssc::wire
