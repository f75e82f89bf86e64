// Searches in the generated tables.
#include <algorithm>

#include "hostlib/catalogue/ascii.hpp"
#include "hostlib/catalogue/district.hpp"
#include "hostlib/catalogue/find_row.hpp"

namespace ssc::catalogue {
const Catalogue* findCatalogue(std::string_view id) {
  return findRow(catalogues(), id);
}

const Flow* findFlow(std::string_view id) {
  return findRow(flows(), id);
}

const District* findDistrict(std::string_view id) {
  return findRow(districts(), id);
}

const Item* find(std::string_view id) {
  const auto found =
      std::ranges::find_if(items(), [&](const Item& item) { return equalLetters(item.id, id); });
  return found == items().end() ? nullptr : &*found;
}

}  // namespace ssc::catalogue
