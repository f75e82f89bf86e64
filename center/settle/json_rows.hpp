// Many rows in one statement, on both databases: they travel as one JSON text.
#pragma once

#include <nlohmann/json.hpp>
#include <soci/soci.h>
#include <span>
#include <string>
#include <string_view>

#include "center/data/dialect.hpp"

namespace ssc::center {

struct RowColumn {
  std::string_view name;
  bool isNumber = false;
};

/// "(SELECT …) AS r": the rows of the parameter :rows as a table with these columns.
std::string rowsOf(Backend backend, std::span<const RowColumn> columns);
/// INSERT of all of them. `rows`: an array of objects with these members.
void insertRows(soci::session& sql, Backend backend, std::string_view table,
                std::span<const RowColumn> columns, const nlohmann::json& rows);

/// Runs a question whose columns are bound; `each` is called for every row.
template <class Each>
void forRows(soci::statement& question, const Each& each) {
  question.execute();
  while (question.fetch())
    each();
}

}  // namespace ssc::center
