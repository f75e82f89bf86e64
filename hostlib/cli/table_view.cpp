#include "hostlib/cli/table_view.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace ssc::cli {
namespace {

using profile::Language;

Json columnJson(const flows::TableColumn& column, const catalogue::Item& item) {
  Json json = {{"id", column.id}, {"kind", column.kind}};
  for (const catalogue::Field& field : item.fields) {
    if (field.id == column.id) json["zh"] = field.label.zh, json["en"] = field.label.en;
  }
  return json;
}

std::string labelOf(const Json& column, Language language) {
  const char* key = language == Language::zh ? "zh" : "en";
  return column.value(key, column.value("id", ""));
}

bool isNumber(const Json& column) {
  const std::string kind = column.value("kind", "");
  return kind == "money" || kind == "number";
}

std::vector<std::size_t> widthsOf(const Json& block, Language language) {
  std::vector<std::size_t> widths;
  for (const Json& column : block["columns"])
    widths.push_back(columnsOf(labelOf(column, language)));
  for (const Json& row : block["rows"]) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
      widths[i] = std::max(widths[i], columnsOf(row[i].get<std::string>()));
  }
  return widths;
}

}  // namespace

Json tableJson(const flows::Table& table, const catalogue::Item& item) {
  Json json = {{"columns", Json::array()}, {"rows", Json::array()}};
  for (const auto& column : table.columns)
    json["columns"].push_back(columnJson(column, item));
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const crypto::Personal& cell : row)
      cells.push_back(cell.reveal());
    json["rows"].push_back(std::move(cells));
  }
  return json;
}

void printTable(const Json& block, Language language) {
  const auto widths = widthsOf(block, language);
  const auto line = [&](auto cellOf) {
    std::string text;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string cell = cellOf(i);
      text += isNumber(block["columns"][i]) ? rightAligned(cell, widths[i]) : padded(cell, widths[i]);
      if (i + 1 < widths.size()) text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  };
  line([&](std::size_t i) { return labelOf(block["columns"][i], language); });
  for (const Json& row : block["rows"])
    line([&](std::size_t i) { return row[i].get<std::string>(); });
}

}  // namespace ssc::cli
