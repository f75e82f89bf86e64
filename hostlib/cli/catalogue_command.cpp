// `ssc catalogue`: the services of the card. It needs neither reader nor card.
#include "hostlib/cli/catalogue_command.hpp"

#include <algorithm>

#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/codes_view.hpp"
#include "hostlib/cli/form_view.hpp"

namespace ssc::cli {
namespace {

using catalogue::Item;
using catalogue::Items;

template <typename Rows>
std::vector<std::string> idsOf(const Rows& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows)
    ids.emplace_back(row.id);
  return ids;
}

catalogue::Filter filterFrom(const Options& options, const catalogue::District* district) {
  catalogue::Filter filter;
  if (district != nullptr) filter.catalogue = district->catalogue->id;
  filter.flow = options.flow;
  if (const auto classes = catalogue::classes(); !options.serviceClass.empty()) {
    const auto row = std::ranges::find(classes, options.serviceClass, &catalogue::Term::id);
    filter.cls = static_cast<catalogue::Class>(row - classes.begin());
  }
  if (options.missing) filter.built = false;
  return filter;
}

Items chosen(const Options& options, const catalogue::District* district) {
  const catalogue::Filter filter = filterFrom(options, district);
  if (options.search.empty()) return catalogue::select(filter);
  Items found = catalogue::search(options.search);
  std::erase_if(found, [&](const Item* item) { return !catalogue::fits(*item, filter); });
  return found;
}

int showForm(const Item& item, const Options& options, profile::Language language) {
  const catalogue::Form* form = catalogue::formOf(item);
  if (form == nullptr) return report({flows::Reason::noSuchService, options.item, {}}, options, language);
  if (options.json) {
    Json json = {{"ok", true}};
    json.update(formJson(*form));
    printJson(json);
  } else {
    printForm(*form, language);
  }
  return kExitOk;
}

int showItem(const Item& item, const Options& options, profile::Language language) {
  if (options.form) return showForm(item, options, language);
  if (options.json) {
    printJson({{"ok", true}, {"item", itemJson(item)}});
  } else {
    printItem(item, language);
  }
  return kExitOk;
}

int showCodes(const Options& options, profile::Language language) {
  Json json = {{"ok", true}};
  json.update(codeListsJson());
  if (options.json) {
    printJson(json);
  } else {
    printCodeLists(language);
  }
  return kExitOk;
}

void showAsJson(const Items& items, const catalogue::District* district) {
  Json json = {{"ok", true}};
  if (district != nullptr) json["district"] = districtJson(*district);
  json["count"] = items.size();
  json["items"] = Json::array();
  for (const Item* item : items)
    json["items"].push_back(itemJson(*item));
  printJson(json);
}

void showAsTable(const Items& items, const catalogue::District* district, const Options& options,
                 profile::Language language) {
  if (district != nullptr) printDistrict(*district, language);
  if (options.missing) {
    printMissing(items, language);
  } else {
    printItems(items, options.search.empty(), language);
  }
  printCount(items, language);
}

}  // namespace

std::vector<std::string> serviceClasses() {
  return idsOf(catalogue::classes());
}
std::vector<std::string> serviceFlows() {
  return idsOf(catalogue::flows());
}
std::vector<std::string> districtNames() {
  return idsOf(catalogue::districts());
}

std::string whyNoItem(const std::string& id) {
  if (catalogue::find(id) != nullptr) return {};
  return "no item " + id + "; `ssc catalogue --search WORD` finds items by name, initials or number";
}

int runCatalogue(const Options& options, std::stop_token) {
  const auto config = configured(options);
  if (!config) return config.error();
  const profile::Language language = languageOf(options, *config);
  if (options.codes) return showCodes(options, language);
  if (!options.item.empty()) return showItem(*catalogue::find(options.item), options, language);
  const catalogue::District* district = catalogue::findDistrict(options.district);
  const Items items = chosen(options, district);
  if (options.json) {
    showAsJson(items, district);
  } else {
    showAsTable(items, district, options, language);
  }
  return kExitOk;
}

}  // namespace ssc::cli
