// Facts and layout become bands.
#pragma once

#include <optional>
#include <vector>

#include "hostlib/flows/office/paper.hpp"
#include "kiosk-app/paper/band.hpp"
#include "kiosk-app/paper/layout.hpp"
#include "kiosk-app/paper/type_setter.hpp"

namespace ssc::kiosk::paper {

/// None when the facts have a block or column that the layout has no place for.
std::optional<std::vector<Band>> compose(const flows::PaperFacts& facts, const Layout& layout,
                                         const TypeSetter& type, flows::PaperLanguage language);

}  // namespace ssc::kiosk::paper
