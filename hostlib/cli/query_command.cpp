// `ssc query ITEM`
#include <algorithm>
#include <fmt/core.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/cli/table_view.hpp"
#include "hostlib/flows/office/query.hpp"
#include "hostlib/render/json.hpp"
#include "hostlib/render/value_text.hpp"

namespace ssc::cli {
namespace {

using flows::QueryBlock;
using profile::Language;

Json nameJson(std::string_view list, std::string_view code) {
  const catalogue::Text text = catalogue::codeText(catalogue::findCodeList(list), code);
  return {{"zh", text.zh}, {"en", text.en}};
}

Json blockJson(const QueryBlock& block, const catalogue::Item& item) {
  Json json = {{"area", block.area},
               {"areaName", nameJson("area", block.area)},
               {"view", block.view},
               {"viewName", nameJson("view", block.view)}};
  if (block.failure) {
    json["error"] = render::failure(*block.failure);
    return json;
  }
  json["asOf"] = block.asOf;
  json.update(tableJson(block.table, item));
  return json;
}

void printBlock(const Json& block, bool named, Language language) {
  const bool zh = language == Language::zh;
  const char* key = zh ? "zh" : "en";
  std::string title = block["areaName"].value(key, "");
  if (named && block["view"] != "list") title += " · " + block["viewName"].value(key, "");
  if (block.contains("asOf"))
    title += fmt::format(" · {} {}", zh ? "数据截至" : "as of",
                         render::dateText(block.value("asOf", ""), language));
  fmt::print("\n{}\n", title);
  if (block.contains("error")) {
    fmt::print("  {}\n", block["error"].value(key, ""));
  } else if (block["rows"].empty()) {
    fmt::print("  {}\n", zh ? "无记录" : "nothing on record");
  } else {
    printTable(block, language);
  }
}

Json itemHead(const catalogue::Item& item) {
  return {{"item", item.id}, {"zh", item.name.zh}, {"en", item.name.en}};
}

Json itemResult(const catalogue::Item& item, const std::vector<QueryBlock>& blocks) {
  Json json = itemHead(item);
  json["blocks"] = Json::array();
  for (const QueryBlock& block : blocks)
    json["blocks"].push_back(blockJson(block, item));
  return json;
}

Json failedItem(const catalogue::Item& item, const flows::Failure& failure) {
  Json json = itemHead(item);
  json["error"] = render::failure(failure);
  return json;
}

void printItem(const Json& json, Language language) {
  const char* key = language == Language::zh ? "zh" : "en";
  fmt::print("\n");
  printLine(language == Language::zh ? "查询" : "Query",
            fmt::format("{}  {}", json.value("item", ""), json.value(key, "")));
  if (json.contains("error")) fmt::print("  {}\n", json["error"].value(key, ""));
  if (!json.contains("blocks")) return;
  for (const Json& block : json["blocks"])
    printBlock(block, json["blocks"].size() > 1, language);
}

}  // namespace

int runQuery(const Options& options, std::stop_token stop) {
  for (const std::string& id : options.items) {
    if (flows::Query::accepts(id)) continue;
    const auto config = configured(options);
    if (!config) return config.error();
    return report({flows::Reason::noSuchService, id, {}}, options, languageOf(options, *config));
  }
  const auto work = [&](flows::OfficeDesk& desk,
                        const flows::SignedInPerson& person) -> flows::Outcome<Json> {
    Json queries = Json::array();
    for (const std::string& id : options.items) {
      const auto blocks = flows::Query(desk, stop).run(person, {id, options.from, options.to});
      // Of several items, one that fails does not hide the others.
      if (!blocks && options.items.size() == 1) return tl::unexpected(blocks.error());
      queries.push_back(blocks ? itemResult(*catalogue::find(id), *blocks)
                               : failedItem(*catalogue::find(id), blocks.error()));
    }
    if (queries.size() == 1) return queries[0];
    return Json{{"queries", std::move(queries)}};
  };
  const auto print = [](const Json& json, Language language) {
    if (!json.contains("queries")) return printItem(json, language);
    for (const Json& query : json["queries"])
      printItem(query, language);
  };
  return runSignedIn(options, stop, options.items.front(), work, print);
}

}  // namespace ssc::cli
