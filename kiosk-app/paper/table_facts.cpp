#include "kiosk-app/paper/table_facts.hpp"

#include <algorithm>

#include "hostlib/catalogue/codes.hpp"
#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk::paper {

namespace {

using flows::Table;

constexpr std::string_view kIdentityReceipt = "12";

/// What is confirmed of a person is the item's own; documents have columns of their type.
const catalogue::Field* fieldOf(const PaperKind& kind, std::string_view id) {
  const catalogue::Item* item = kind.type == kIdentityReceipt ? catalogue::find(kind.item) : nullptr;
  return item != nullptr ? catalogue::findColumn(*item, id) : catalogue::findColumn(kind.type, id);
}

/// Two a line, an odd last one alone.
std::vector<Column> columnsOfFacts(const Table& table) {
  std::vector<Column> columns;
  columns.reserve(table.columns.size());
  for (const auto& column : table.columns)
    columns.push_back({Content::field, column.id, kGridQuarters / 2, Align::byKind, {}, Mask::none});
  if (columns.size() % 2 == 1) columns.back().quarters = kGridQuarters;
  return columns;
}

std::vector<Column> columnsOf(const Block& block, const Table& table) {
  if (block.columns.empty()) return columnsOfFacts(table);
  return {block.columns.begin(), block.columns.end()};
}

std::optional<std::size_t> sourceOf(const Column& column, const Table& table) {
  if (column.content != Content::field) return std::nullopt;
  const auto found = std::ranges::find(table.columns, column.field, &flows::TableColumn::id);
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

bool allPlaced(const std::vector<Column>& columns, const Table& table) {
  return std::ranges::all_of(table.columns, [&](const flows::TableColumn& fact) {
    return std::ranges::find(columns, std::string_view(fact.id), &Column::field) != columns.end();
  });
}

QString labelOf(const PaperKind& kind, const Column& column, const catalogue::Field* field) {
  if (!column.label.zh.empty()) return inLanguage(column.label, kind.language);
  return field != nullptr ? inLanguage(field->label, kind.language) : toQt(column.field);
}

Align alignOf(const Column& column, bool money) {
  if (column.align != Align::byKind) return column.align;
  return money ? Align::right : Align::left;
}

ColumnPlace placeOf(const PaperKind& kind, const Column& column, const Table& table, unsigned before) {
  constexpr double kQuarter = kGridWidth / kGridQuarters;
  const auto source = sourceOf(column, table);
  const bool money = source && table.columns[*source].kind == "money";
  const catalogue::Field* field = column.content == Content::field ? fieldOf(kind, column.field) : nullptr;
  return {column,
          kMargin + before * kQuarter,
          column.quarters * kQuarter,
          before + column.quarters == kGridQuarters,
          alignOf(column, money),
          labelOf(kind, column, field),
          field,
          source,
          money};
}

}  // namespace

std::optional<std::vector<ColumnPlace>> placeColumns(const PaperKind& kind, const Block& block,
                                                     const Table& table) {
  const std::vector<Column> columns = columnsOf(block, table);
  if (!allPlaced(columns, table)) return std::nullopt;
  std::vector<ColumnPlace> places;
  unsigned before = 0;
  for (const Column& column : columns) {
    places.push_back(placeOf(kind, column, table, before));
    before = (before + column.quarters) % kGridQuarters;
  }
  return places;
}

QString textOf(const PaperKind& kind, const ColumnPlace& place, const Table& table, std::size_t row) {
  if (place.column.content == Content::number) return QString::number(row + 1);
  if (place.column.content == Content::fixed) return place.label;
  if (!place.source || *place.source >= table.rows[row].size())
    return inLanguage(words::empty, kind.language);
  const crypto::Personal cell = masked(table.rows[row][*place.source], place.column.mask);
  return valueOnPaper(table.columns[*place.source].kind, place.field, cell.reveal(), kind.language);
}

}  // namespace ssc::kiosk::paper
