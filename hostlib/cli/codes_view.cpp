#include "hostlib/cli/codes_view.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/catalogue_view.hpp"

namespace ssc::cli {
namespace {

Json listJson(const catalogue::CodeList& list) {
  Json codes = Json::array();
  for (const catalogue::Term& term : list.codes)
    codes.push_back({{"code", term.id}, {"zh", term.name.zh}, {"en", term.name.en}});
  return {{"id", list.id}, {"codes", std::move(codes)}};
}

Json printedJson(const catalogue::PrintedField& printed) {
  Json json = {{"print", printed.print}};
  json.update(fieldJson(printed.field));
  return json;
}

}  // namespace

void printCodeLists(profile::Language language) {
  for (const catalogue::CodeList& list : catalogue::codeLists()) {
    std::size_t widest = 0;
    for (const catalogue::Term& term : list.codes)
      widest = std::max(widest, term.id.size());
    fmt::print("{}{}\n", &list == &catalogue::codeLists().front() ? "" : "\n", list.id);
    for (const catalogue::Term& term : list.codes)
      fmt::print("  {}  {}\n", padded(term.id, widest), in(language, term.name));
  }
}

Json codeListsJson() {
  Json lists = Json::array(), fields = Json::array(), printed = Json::array();
  for (const catalogue::CodeList& list : catalogue::codeLists())
    lists.push_back(listJson(list));
  for (const catalogue::Field& field : catalogue::fields())
    fields.push_back(fieldJson(field));
  for (const catalogue::PrintedField& field : catalogue::printedFields())
    printed.push_back(printedJson(field));
  return {{"lists", std::move(lists)}, {"fields", std::move(fields)}, {"printed", std::move(printed)}};
}

}  // namespace ssc::cli
