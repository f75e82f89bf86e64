// SQL of the tables of rules: portable texts with named values in and named texts out.
#pragma once

#include <map>
#include <optional>
#include <soci/soci.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "center/data/queries/query.hpp"

namespace ssc::center {

/// By the name a text has for it: `:subject` is "subject".
using Values = std::map<std::string, std::string, std::less<>>;

// All throw what SOCI throws, and std::out_of_range for a name that has no value: a mistake of the table.

/// The first row, its cells by their columns' names; none where there is no row.
std::optional<Values> firstRow(soci::session& sql, std::string_view text, const Values& values);
/// Up to `most` rows, cells as `columns` say; money as yuan.
std::vector<std::vector<std::string>> rowsOf(soci::session& sql, std::string_view text,
                                             std::string_view order, std::span<const Column> columns,
                                             const Values& values, std::size_t most);
void runStatement(soci::session& sql, std::string_view text, const Values& values);

}  // namespace ssc::center
