#include "hostlib/printer/state_reasons.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ssc::printer {
namespace {

struct Row {
  std::string_view keyword;
  Trouble trouble;
};
constexpr std::array kRows{
    Row{"media-jam", Trouble::jam},
    Row{"cover-open", Trouble::coverOpen},
    Row{"door-open", Trouble::coverOpen},
    Row{"interlock-open", Trouble::coverOpen},
    Row{"media-empty", Trouble::paperOut},
    Row{"media-needed", Trouble::paperOut},
    Row{"input-tray-missing", Trouble::paperOut},
    Row{"offline", Trouble::offline},
    Row{"shutdown", Trouble::offline},
    Row{"timed-out", Trouble::offline},
    Row{"connecting-to-device", Trouble::offline},
    Row{"media-low", Trouble::paperLow},
    Row{"toner-empty", Trouble::other},
    Row{"marker-supply-empty", Trouble::other},
    Row{"marker-waste-full", Trouble::other},
    Row{"output-area-full", Trouble::other},
    Row{"output-tray-missing", Trouble::other},
    Row{"fuser-over-temp", Trouble::other},
    Row{"paused", Trouble::other},
    Row{"stopped", Trouble::other},
};

constexpr std::array<std::string_view, 3> kSeverities{"-error", "-warning", "-report"};

std::string_view withoutSeverity(std::string_view keyword) {
  for (const std::string_view severity : kSeverities) {
    if (keyword.ends_with(severity)) return keyword.substr(0, keyword.size() - severity.size());
  }
  return keyword;
}

/// The value of `name` in "name=value;name=value".
std::string_view valueOf(std::string_view line, std::string_view name) {
  while (!line.empty()) {
    const auto end = std::min(line.find(';'), line.size());
    const std::string_view pair = line.substr(0, end);
    if (const auto at = pair.find('='); at != std::string_view::npos && pair.substr(0, at) == name)
      return pair.substr(at + 1);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return {};
}

}  // namespace

Trouble troubleOf(std::string_view keyword) {
  const auto* row = std::ranges::find(kRows, withoutSeverity(keyword), &Row::keyword);
  return row == kRows.end() ? Trouble::none : row->trouble;
}

std::optional<unsigned> sheetsIn(std::string_view tray) {
  constexpr std::string_view kFedByItself = "sheetFeedAuto";
  if (!valueOf(tray, "type").starts_with(kFedByItself)) return std::nullopt;
  const std::string_view level = valueOf(tray, "level");
  unsigned sheets = 0;
  const auto [end, fault] = std::from_chars(level.data(), level.data() + level.size(), sheets);
  // -2: unknown; -3: there is some
  if (fault != std::errc() || level.empty() || end != level.data() + level.size()) return std::nullopt;
  return sheets;
}

}  // namespace ssc::printer
