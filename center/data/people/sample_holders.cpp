#include "center/data/people/sample_holders.hpp"

#include <charconv>
#include <string>

namespace ssc::center {
namespace {

// "d+30", "m-24", "y-1"; the generator has checked the form.
std::string reckoned(std::string_view place, Day today) {
  int offset = 0;
  const auto sign = place[1] == '-' ? -1 : 1;
  std::from_chars(place.data() + 2, place.data() + place.size(), offset);
  offset *= sign;
  if (place[0] == 'd') return dayText(today + std::chrono::days(offset));
  if (place[0] == 'm') return monthText(monthOf(today) + offset);
  return std::to_string(yearOf(today) + offset);
}

std::string valueOf(std::string_view text, Day today) {
  return text.starts_with('@') ? reckoned(text.substr(1), today) : std::string(text);
}

void writeRow(soci::session& sql, const SampleRow& row, Day today) {
  std::string statement =
      "INSERT INTO " + std::string(row.table) + " (" + std::string(row.columns) + ") VALUES (";
  for (const auto text : row.values) {
    if (!statement.ends_with('(')) statement += ", ";
    statement += '\'' + valueOf(text, today) + '\'';
  }
  sql << statement + ")";
}

}  // namespace

void writeSampleHolders(soci::session& sql, std::string_view area, Day today) {
  for (const auto& row : sampleRows())
    if (row.area == area) writeRow(sql, row, today);
}

}  // namespace ssc::center
