#include "hostlib/flows/office/table.hpp"

#include <algorithm>

namespace ssc::flows {

namespace {

Outcome<crypto::Personal> cellOf(const office::Draft& draft, const wire::office::QueryColumn& column,
                                 const std::string& text) {
  if (!column.sensitive) return crypto::Personal(text);
  return lift(draft.open(column.id, {text}));
}

bool sameColumns(const std::vector<TableColumn>& had, const std::vector<wire::office::QueryColumn>& columns) {
  return std::ranges::equal(had, columns, {}, &TableColumn::id, &wire::office::QueryColumn::id);
}

}  // namespace

Outcome<void> appendRows(const office::Draft& draft, const std::vector<wire::office::QueryColumn>& columns,
                         const std::vector<wire::office::QueryRow>& rows, Table& table) {
  if (table.columns.empty()) {
    for (const auto& column : columns)
      table.columns.push_back({column.id, column.kind});
  }
  if (!sameColumns(table.columns, columns))
    return tl::unexpected(Failure{Reason::officeBadAnswer, "columns", {}});
  for (const auto& row : rows) {
    if (row.cells.size() != columns.size())
      return tl::unexpected(Failure{Reason::officeBadAnswer, "rows", {}});
    auto& cells = table.rows.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto cell = cellOf(draft, columns[i], row.cells[i]);
      if (!cell) return tl::unexpected(cell.error());
      cells.push_back(std::move(*cell));
    }
  }
  return {};
}

}  // namespace ssc::flows
