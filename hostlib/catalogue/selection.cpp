#include "hostlib/catalogue/selection.hpp"

#include <algorithm>

namespace ssc::catalogue {
namespace {

bool names(std::string_view wanted, std::string_view id) {
  return wanted.empty() || wanted == id;
}

template <typename T>
bool is(const std::optional<T>& wanted, T value) {
  return !wanted || *wanted == value;
}

}  // namespace

bool fits(const Item& item, const Filter& filter) {
  const std::string_view print = item.print == nullptr ? "" : item.print->type.id;
  return names(filter.catalogue, item.catalogue().id) && names(filter.group, item.group->id) &&
         names(filter.flow, item.flow->id) && names(filter.print, print) && is(filter.cls, item.cls) &&
         is(filter.level, item.level) && is(filter.physical, item.physical) &&
         is(filter.electronic, item.electronic) && is(filter.crossRegion, item.crossRegion) &&
         is(filter.built, item.built());
}

Items select(const Filter& filter) {
  Items found;
  for (const Item& item : items()) {
    if (fits(item, filter)) found.push_back(&item);
  }
  return found;
}

Items missing() {
  return select({.built = false});
}

std::vector<Twin> crosswalk(const Item& item) {
  std::vector<Twin> found;
  for (const Comparison& row : comparisons()) {
    if (row.item == &item) {
      for (const Item* twin : row.twins)
        found.push_back({twin, row.match});
    } else if (std::ranges::find(row.twins, &item) != row.twins.end()) {
      found.push_back({row.item, row.match});
    }
  }
  return found;
}

}  // namespace ssc::catalogue
