// Rows that the center gave, with their personal cells opened.
#pragma once

#include <string>
#include <vector>

#include "hostlib/flows/office/desk.hpp"
#include "wire/office/query.hpp"

namespace ssc::flows {

struct TableColumn {
  std::string id;    ///< field of the catalogue
  std::string kind;  ///< text, code, name, account, date, month, number, money
};

struct Table {
  std::vector<TableColumn> columns;
  std::vector<std::vector<crypto::Personal>> rows;  ///< cells in the order of the columns
};

/// Appends `rows`. `draft`: of the message they are the answer to. officeBadAnswer for a row of another
/// width, or other columns than the rows before.
Outcome<void> appendRows(const office::Draft& draft, const std::vector<wire::office::QueryColumn>& columns,
                         const std::vector<wire::office::QueryRow>& rows, Table& table);

}  // namespace ssc::flows
