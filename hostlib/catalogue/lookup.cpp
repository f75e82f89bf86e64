// Searches in the generated tables. All of them are short; a linear search is the clearest and fast enough.
#include <algorithm>

#include "hostlib/catalogue/ascii.hpp"
#include "hostlib/catalogue/district.hpp"

namespace ssc::catalogue {
namespace {

template <typename Row>
const Row* findById(std::span<const Row> rows, std::string_view id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Catalogue* findCatalogue(std::string_view id) {
  return findById(catalogues(), id);
}

const Flow* findFlow(std::string_view id) {
  return findById(flows(), id);
}

const District* findDistrict(std::string_view id) {
  return findById(districts(), id);
}

const Item* find(std::string_view id) {
  const auto found =
      std::ranges::find_if(items(), [&](const Item& item) { return equalLetters(item.id, id); });
  return found == items().end() ? nullptr : &*found;
}

}  // namespace ssc::catalogue
