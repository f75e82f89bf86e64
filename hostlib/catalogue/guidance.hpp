// What somebody is told who cannot finish an item here, or has a choice: which counter, what papers, which
// documents, what everybody may read. The rows come from hostlib/catalogue/guidance.
#pragma once

#include <span>
#include <vector>

#include "hostlib/catalogue/district.hpp"

namespace ssc::catalogue {

/// Counter and papers: conventions of this project, but for the papers that Item::papers names.
struct Guidance {
  Text counter;
  std::span<const Text> papers;  ///< to bring, never empty
};
const Guidance& guidanceOf(const Item& item);

/// A document of an item that prints several.
struct Printout {
  std::string_view item;  ///< its id
  std::string_view purpose, insurance;
  Text name;  ///< of the choice
};
/// Empty: the item prints its own document, or none.
std::span<const Printout> printoutsOf(const Item& item);

/// A text or list that nobody has to sign in for.
struct OpenPage {
  std::string_view id;
  std::span<const std::string_view> districts;  ///< ids
  std::string_view tile;                        ///< of a kiosk's first page
  Text title;
  std::string_view initials;                    ///< first pinyin letters of the title
  std::span<const Text> columns;                ///< of a list; none: each row is a heading and what it says
  std::span<const std::span<const Text>> rows;  ///< as many cells as columns, or two

  [[nodiscard]] bool isFor(const District& district) const;
};
std::span<const OpenPage> openPages();
/// nullptr when there is none.
const OpenPage* findOpenPage(std::string_view id);

}  // namespace ssc::catalogue
