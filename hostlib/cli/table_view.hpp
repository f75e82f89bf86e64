// Rows of the back office as `ssc` shows them.
#pragma once

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/flows/office/table.hpp"

namespace ssc::cli {

/// {"columns": [{id, kind, zh, en, codes?}], "rows": [[…]]}. Labels are those of the item's fields. Cells are
/// as the center gave them; "codes" says what those that occur mean: {"110": {zh, en}}.
Json tableJson(const flows::Table& table, const catalogue::Item& item);

/// Of such JSON, in words and `width` columns wide at most: aligned columns, amounts and numbers to the
/// right; what is the same in every row is said once when that saves the columns; else, and for a single row,
/// line by line.
std::string tableText(const Json& block, profile::Language language, std::size_t width);

/// tableText() as wide as the screen, or 100 columns where there is none.
void printTable(const Json& block, profile::Language language);

}  // namespace ssc::cli
