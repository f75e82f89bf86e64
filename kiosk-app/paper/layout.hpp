// How documents look, as data (layouts.toml): what stands where on a grid of 180 mm in 12 units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "hostlib/catalogue/catalogue.hpp"

namespace ssc::kiosk::paper {

/// Widths are in quarters of a unit.
inline constexpr unsigned kGridQuarters = 48;

enum class Style : std::uint8_t { pairs, table, sentence };
enum class Content : std::uint8_t { field, number, fixed };
enum class Align : std::uint8_t { byKind, left, centre, right };  ///< byKind: money right, all else left
enum class Mask : std::uint8_t { none, name, number };

struct Column {
  Content content;         ///< of the facts; counted from 1; the label itself in every row
  std::string_view field;  ///< as the facts name it
  unsigned quarters;
  Align align;
  catalogue::Text label;  ///< empty: the catalogue's
  Mask mask;
};

struct Block {
  std::string_view id;
  catalogue::Text heading;  ///< empty: none
  Style style;
  std::span<const Column> columns;  ///< empty: whatever the facts have, two a line
  std::size_t rowsAPage;            ///< 0: as many as fit
  catalogue::Text text;             ///< of a sentence, with {field}
};

struct Layout {
  std::string_view type;                    ///< two digits
  std::span<const std::string_view> items;  ///< of the catalogue; empty: any
  catalogue::Text title;
  bool period;  ///< from and to stand below the title
  std::span<const catalogue::Text> notes;
  std::span<const Block> blocks;
};

std::span<const Layout> layouts();
/// nullptr when there is none.
const Layout* findLayout(std::string_view type, std::string_view item);

}  // namespace ssc::kiosk::paper
