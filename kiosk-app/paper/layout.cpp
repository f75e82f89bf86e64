#include "kiosk-app/paper/layout.hpp"

#include <algorithm>

#include "kiosk-app/paper/layout_rows.hpp"

namespace ssc::kiosk::paper {

std::span<const Layout> layouts() {
  return rows::kLayouts;
}

const Layout* findLayout(std::string_view type, std::string_view item) {
  const auto found = std::ranges::find_if(layouts(), [&](const Layout& row) {
    return row.type == type && (row.items.empty() || std::ranges::find(row.items, item) != row.items.end());
  });
  return found == layouts().end() ? nullptr : &*found;
}

}  // namespace ssc::kiosk::paper
