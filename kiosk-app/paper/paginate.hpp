// Where pages end: no band is cut, what belongs together stays together, tables repeat their header.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kiosk-app/paper/band.hpp"

namespace ssc::kiosk::paper {

struct PlacedBand {
  std::size_t band;
  double y;  ///< of its top, millimetres below the top of the page's room
};
using Page = std::vector<PlacedBand>;

/// Millimetres for bands on the first page, and on each other one.
struct PageRoom {
  double first, other;
};

/// At least one page.
std::vector<Page> paginate(std::span<const Band> bands, const PageRoom& room);

}  // namespace ssc::kiosk::paper
