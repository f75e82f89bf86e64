// One block's facts met with its layout: which cell of a row stands where.
#pragma once

#include <QString>
#include <optional>
#include <string_view>
#include <vector>

#include "hostlib/flows/office/paper.hpp"
#include "kiosk-app/paper/layout.hpp"

namespace ssc::kiosk::paper {

/// What a document is, as far as its cells need it.
struct PaperKind {
  std::string_view type, item;
  flows::PaperLanguage language;
};

/// A column with its place on the grid, millimetres from the left edge of the page.
struct ColumnPlace {
  Column column;
  double x, width;
  bool last;  ///< of its line
  Align align;
  QString label;
  const catalogue::Field* field;      ///< may be nullptr
  std::optional<std::size_t> source;  ///< of the facts' columns
  bool money;
};

/// None when a column of the facts has no place in the block.
std::optional<std::vector<ColumnPlace>> placeColumns(const PaperKind& kind, const Block& block,
                                                     const flows::Table& table);

/// A cell of row `row`, as it stands on paper.
QString textOf(const PaperKind& kind, const ColumnPlace& place, const flows::Table& table, std::size_t row);

}  // namespace ssc::kiosk::paper
