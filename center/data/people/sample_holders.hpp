// The holders of the sample cards: the few people whose data are written by hand
// (center/data/sample_holders.toml).
#pragma once

#include <soci/soci.h>
#include <span>
#include <string_view>

#include "center/data/people/calendar.hpp"

namespace ssc::center {

/// One row as the file gives it. A value that begins with @ is reckoned from today: `@d+30` thirty days
/// later,
/// `@m-24` the month 24 months before, `@y-1` last year.
struct SampleRow {
  std::string_view area, table, columns;
  std::span<const std::string_view> values;
};

std::span<const SampleRow> sampleRows();

/// Throws what SOCI throws.
void writeSampleHolders(soci::session& sql, std::string_view area, Day today);

}  // namespace ssc::center
