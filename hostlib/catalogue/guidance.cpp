#include "hostlib/catalogue/guidance.hpp"

#include <algorithm>

#include "hostlib/catalogue/find_row.hpp"
#include "hostlib/catalogue/guidance_rows.hpp"

namespace ssc::catalogue {

const Guidance& guidanceOf(const Item& item) {
  return kGuidance.at(static_cast<std::size_t>(&item - items().data()));
}

std::span<const Printout> printoutsOf(const Item& item) {
  const auto found = std::ranges::equal_range(kPrintouts, item.id, {}, &Printout::item);
  return {found.begin(), found.end()};
}

bool OpenPage::isFor(const District& district) const {
  return std::ranges::find(districts, district.id) != districts.end();
}

std::span<const OpenPage> openPages() {
  return kOpenPages;
}

const OpenPage* findOpenPage(std::string_view id) {
  return findRow(openPages(), id);
}

}  // namespace ssc::catalogue
