#include "center/settle/json_rows.hpp"

namespace ssc::center {

std::string rowsOf(Backend backend, std::span<const RowColumn> columns) {
  std::string names;
  for (const RowColumn& column : columns) {
    if (!names.empty()) names += ", ";
    if (backend == Backend::postgresql)
      names.append(column.name).append(column.isNumber ? " BIGINT" : " TEXT");
    else
      names.append("value ->> '").append(column.name).append("' AS ").append(column.name);
  }
  if (backend == Backend::postgresql) return "json_to_recordset(CAST(:rows AS json)) AS r(" + names + ")";
  return "(SELECT " + names + " FROM json_each(:rows)) AS r";
}

void insertRows(soci::session& sql, Backend backend, std::string_view table,
                std::span<const RowColumn> columns, const nlohmann::json& rows) {
  if (rows.empty()) return;
  std::string names, values;
  for (const RowColumn& column : columns) {
    names.append(names.empty() ? "" : ", ").append(column.name);
    values.append(values.empty() ? "r." : ", r.").append(column.name);
  }
  const std::string text = rows.dump();
  sql << "INSERT INTO " + std::string(table) + " (" + names + ") SELECT " + values + " FROM " +
             rowsOf(backend, columns),
      soci::use(text, "rows");
}

}  // namespace ssc::center
