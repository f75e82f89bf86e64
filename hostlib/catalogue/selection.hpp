// Choosing items: by what they are, by what somebody types, by what is still missing.
#pragma once

#include <optional>
#include <vector>

#include "hostlib/catalogue/catalogue.hpp"

namespace ssc::catalogue {

using Items = std::vector<const Item*>;

/// What an item must be; what is not set does not matter.
struct Filter {
  std::string_view catalogue{};  ///< id; empty: any
  std::string_view group{};      ///< id; empty: any
  std::string_view flow{};       ///< id; empty: any
  std::string_view print{};      ///< "01" … "12"; empty: any
  std::optional<Class> cls{};
  std::optional<Level> level{};
  std::optional<bool> physical{}, electronic{};  ///< forms of the card
  std::optional<bool> crossRegion{};
  std::optional<bool> built{};
};
bool fits(const Item& item, const Filter& filter);
/// In the order of items().
Items select(const Filter& filter);
/// Items whose flow is not built.
Items missing();

/// Items for what somebody typed, best first: id, number ("024", "24"), Chinese name, pinyin initials ("yl"),
/// words of the English name, labels of fields. Several words must all be found. Nothing typed, nothing
/// found.
Items search(std::string_view text);

/// The counterpart of an item in the other catalogue, in either direction.
struct Twin {
  const Item* item;
  Match match;
};
std::vector<Twin> crosswalk(const Item& item);

}  // namespace ssc::catalogue
