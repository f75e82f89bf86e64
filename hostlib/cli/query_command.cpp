// `ssc query ITEM`
#include <algorithm>
#include <fmt/core.h>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/flows/office/query.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::cli {
namespace {

using flows::QueryBlock;
using profile::Language;

Json columnJson(const flows::QueryColumnInfo& column, const catalogue::Item& item) {
  Json json = {{"id", column.id}, {"kind", column.kind}};
  for (const catalogue::Field& field : item.fields) {
    if (field.id == column.id) json["zh"] = field.label.zh, json["en"] = field.label.en;
  }
  return json;
}

Json blockJson(const QueryBlock& block, const catalogue::Item& item) {
  Json json = {{"area", block.area}, {"view", block.view}};
  if (block.failure) {
    json["error"] = render::failure(*block.failure);
    return json;
  }
  json["asOf"] = block.asOf;
  json["columns"] = Json::array();
  for (const auto& column : block.columns)
    json["columns"].push_back(columnJson(column, item));
  json["rows"] = Json::array();
  for (const auto& row : block.rows) {
    Json cells = Json::array();
    for (const flows::QueryCell& cell : row)
      cells.push_back(cell.text.reveal());
    json["rows"].push_back(std::move(cells));
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

void printBlock(const Json& block, bool named, Language language) {
  const bool zh = language == Language::zh;
  const std::string view = block.value("view", "");
  std::string title = fmt::format("{} {}", zh ? "地区" : "Area", block.value("area", ""));
  if (named && view != "list") title += " · " + view;
  fmt::print("\n{}\n", title);
  if (block.contains("error")) {
    fmt::print("  {}\n", block["error"].value(zh ? "zh" : "en", ""));
  } else if (block["rows"].empty()) {
    fmt::print("  {}\n", zh ? "无记录" : "nothing on record");
  } else {
    printTable(block, language);
  }
}

}  // namespace

int runQuery(const Options& options, std::stop_token stop) {
  const catalogue::Item* item = catalogue::find(options.item);
  const auto work = [&](flows::OfficeDesk& desk,
                        const flows::SignedInPerson& person) -> flows::Outcome<Json> {
    auto blocks = flows::Query(desk, stop).run(person, {options.item, options.from, options.to});
    if (!blocks) return tl::unexpected(blocks.error());
    Json json = {
        {"item", options.item}, {"zh", item->name.zh}, {"en", item->name.en}, {"blocks", Json::array()}};
    for (const QueryBlock& block : *blocks)
      json["blocks"].push_back(blockJson(block, *item));
    return json;
  };
  const auto print = [](const Json& json, Language language) {
    printLine(language == Language::zh ? "查询" : "Query",
              fmt::format("{}  {}", json.value("item", ""),
                          json.value(language == Language::zh ? "zh" : "en", "")));
    const auto& blocks = json["blocks"];
    for (const Json& block : blocks)
      printBlock(block, true, language);
  };
  if (item == nullptr) {
    const auto config = configured(options);
    if (!config) return config.error();
    return report({flows::Reason::noSuchService, options.item, {}}, options, languageOf(options, *config));
  }
  return runSignedIn(options, stop, options.item, work, print);
}

}  // namespace ssc::cli
