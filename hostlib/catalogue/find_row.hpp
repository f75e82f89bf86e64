// Internal: one row of a generated table. All of them are short; a linear search is the clearest and fast
// enough.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace ssc::catalogue {

/// nullptr when there is none. `name`: the member that holds it.
template <class Row>
const Row* findRow(std::span<const Row> rows, std::string_view value,
                   std::string_view Row::* name = &Row::id) {
  const auto found = std::ranges::find(rows, value, name);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace ssc::catalogue
