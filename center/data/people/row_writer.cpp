#include "center/data/people/row_writer.hpp"

#include <algorithm>

namespace ssc::center {
namespace {

constexpr RowSet kPersons{"persons", "aac002, aac003, sex, birth_date, aac067, address, situation, dead_on"};

}  // namespace

const RowSet& RowWriter::persons() {
  return kPersons;
}

RowWriter::Table& RowWriter::tableOf(const RowSet& set, std::string_view numbering) {
  const auto found = std::ranges::find(tables_, &set, &Table::set);
  if (found != tables_.end()) return *found;
  auto columns = std::string(numbering) + std::string(set.columns);
  return tables_.emplace_back(Table{&set, rowInserter(sql_, std::string(set.table), columns)});
}

void RowWriter::sendIfFull(Table& table) {
  if (!table.inserter->full()) return;
  tableOf(kPersons, "").inserter->send();
  table.inserter->send();
}

void RowWriter::finish() {
  tableOf(kPersons, "").inserter->send();
  for (auto& table : tables_)
    table.inserter->send();
}

}  // namespace ssc::center
