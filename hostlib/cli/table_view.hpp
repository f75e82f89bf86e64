// Rows of the back office as `ssc` shows them.
#pragma once

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/flows/office/table.hpp"

namespace ssc::cli {

/// {"columns": [{id, kind, zh, en}], "rows": [[…]]}; labels are those of the item's fields.
Json tableJson(const flows::Table& table, const catalogue::Item& item);

/// Of such JSON: aligned columns, numbers to the right.
void printTable(const Json& block, profile::Language language);

}  // namespace ssc::cli
