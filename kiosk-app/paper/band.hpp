// A document before it has pages: bands one below the other. A band is never cut.
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "kiosk-app/paper/layout.hpp"
#include "kiosk-app/paper/type_setter.hpp"

namespace ssc::kiosk::paper {

enum class Ground : std::uint8_t { none, light, dark };

/// Lines of text in a box; millimetres from the left edge of the page.
struct BandCell {
  double x = 0, width = 0;
  std::vector<QString> lines;
  Face face = Face::cell;
  Align align = Align::left;
  Ground ground = Ground::none;
  bool bordered = true;
};

struct Band {
  std::vector<BandCell> cells;
  double height = 0;          ///< millimetres
  double gap = 0;             ///< above it, unless it begins a page
  bool keepWithNext = false;  ///< stands on the page of the next one
  std::optional<std::size_t> header =
      std::nullopt;           ///< the band that is repeated where this one begins a page
  std::size_t rowsAPage = 0;  ///< of one header; 0: as many as fit
};

}  // namespace ssc::kiosk::paper
