#include "hostlib/cli/table_view.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/cell_text.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

constexpr std::string_view kMargin = "  ";
constexpr std::size_t kBetween = 2;  // columns
constexpr std::size_t kUsualWidth = 100;

// ---- JSON

Json codesJson(const catalogue::CodeList& list, const flows::Table& table, std::size_t column) {
  Json codes = Json::object();
  for (const auto& row : table.rows) {
    for (const catalogue::Term& term : list.codes) {
      if (term.id == row[column].reveal())
        codes[std::string(term.id)] = {{"zh", term.name.zh}, {"en", term.name.en}};
    }
  }
  return codes;
}

Json columnJson(const flows::Table& table, std::size_t at, const catalogue::Item& item) {
  Json json = {{"id", table.columns[at].id}, {"kind", table.columns[at].kind}};
  const catalogue::Field* field = catalogue::findColumn(item, table.columns[at].id);
  if (field == nullptr) return json;
  json["zh"] = field->label.zh;
  json["en"] = field->label.en;
  if (field->codes == nullptr) return json;
  if (Json codes = codesJson(*field->codes, table, at); !codes.empty()) json["codes"] = std::move(codes);
  return json;
}

// ---- text

/// One column in words.
struct Column {
  std::string label;
  bool toTheRight;
  std::vector<std::string> cells;

  [[nodiscard]] std::size_t width() const {
    std::size_t widest = columnsOf(label);
    for (const std::string& cell : cells)
      widest = std::max(widest, columnsOf(cell));
    return widest;
  }
  [[nodiscard]] std::string aligned(const std::string& text) const {
    return toTheRight ? rightAligned(text, width()) : padded(text, width());
  }
  [[nodiscard]] bool isConstant() const {
    return std::ranges::adjacent_find(cells, std::ranges::not_equal_to()) == cells.end();
  }
};
using Columns = std::vector<Column>;

std::string labelOf(const Json& column, Language language) {
  const bool zh = language == Language::zh;
  std::string label = column.value(zh ? "zh" : "en", column.value("id", ""));
  if (column.value("kind", "") == "money") label += zh ? "（元）" : " (yuan)";
  return label;
}

Columns columnsIn(const Json& block, Language language) {
  Columns columns;
  for (std::size_t i = 0; i < block["columns"].size(); ++i) {
    const Json& json = block["columns"][i];
    const std::string kind = json.value("kind", "");
    Column column{labelOf(json, language), kind == "money" || kind == "number", {}};
    for (const Json& row : block["rows"])
      column.cells.push_back(cellText(json, row[i].get<std::string>(), language));
    columns.push_back(std::move(column));
  }
  return columns;
}

std::size_t widthOf(const Columns& columns) {
  std::size_t width = kMargin.size();
  for (const Column& column : columns)
    width += column.width() + kBetween;
  return width - kBetween;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string line(const Columns& columns, auto cellOf) {
  std::string text(kMargin);
  for (const Column& column : columns)
    text += cellOf(column) + std::string(kBetween, ' ');
  return trimmed(std::move(text));
}

std::string ruled(const Column& column) {
  std::string text;
  for (std::size_t i = 0; i < column.width(); ++i)
    text += "─";
  return text;
}

std::string table(const Columns& columns) {
  std::string text = line(columns, [](const Column& column) { return column.aligned(column.label); });
  text += line(columns, ruled);
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row)
    text += line(columns, [&](const Column& column) { return column.aligned(column.cells[row]); });
  return text;
}

/// One row, a line for each column.
std::string record(const Columns& columns, std::size_t row) {
  std::size_t widest = 0;
  for (const Column& column : columns)
    widest = std::max(widest, columnsOf(column.label));
  std::string text;
  for (const Column& column : columns)
    text += trimmed(fmt::format("{}{}  {}", kMargin, padded(column.label, widest), column.cells[row]));
  return text;
}

std::string records(const Columns& columns) {
  std::string text;
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row)
    text += (row == 0 ? "" : "\n") + record(columns, row);
  return text;
}

std::size_t screenWidth() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* said = std::getenv("COLUMNS");
  const auto columns = said == nullptr ? 0 : std::strtoul(said, nullptr, 10);
  return columns > 0 ? columns : kUsualWidth;
}

}  // namespace

Json tableJson(const flows::Table& table, const catalogue::Item& item) {
  Json json = {{"columns", Json::array()}, {"rows", Json::array()}};
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    json["columns"].push_back(columnJson(table, i, item));
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const crypto::Personal& cell : row)
      cells.push_back(cell.reveal());
    json["rows"].push_back(std::move(cells));
  }
  return json;
}

std::string tableText(const Json& block, Language language, std::size_t width) {
  const Columns all = columnsIn(block, language);
  if (all.empty() || all.front().cells.empty()) return {};
  if (all.front().cells.size() == 1) return records(all);
  if (widthOf(all) <= width) return table(all);
  Columns same, different;
  for (const Column& column : all)
    (column.isConstant() ? same : different).push_back(column);
  if (same.empty() || different.empty() || widthOf(different) > width) return records(all);
  return record(same, 0) + "\n" + table(different);
}

void printTable(const Json& block, Language language) {
  fmt::print("{}", tableText(block, language, screenWidth()));
}

}  // namespace ssc::cli
