// What stands around the grid of every page: head, mark, stamp, foot. Without marks the same, as a draft.
#pragma once

#include <cstddef>
#include <optional>

#include "hostlib/flows/office/paper.hpp"
#include "kiosk-app/paper/layout.hpp"
#include "kiosk-app/paper/pen.hpp"

namespace ssc::kiosk::paper {

struct FrameFacts {
  const flows::PaperFacts& facts;
  const std::optional<flows::PaperMarks>& marks;
  const Layout& layout;
  flows::PaperLanguage language;
};

struct PageNumber {
  std::size_t page, of;  ///< from 1
};

/// The slanted words that no page is without.
void drawMark(Pen& pen);
/// False when the QR code's text cannot be drawn.
bool drawHead(Pen& pen, const FrameFacts& frame, PageNumber number);
void drawFoot(Pen& pen, const FrameFacts& frame, PageNumber number);
/// A neutral square: no emblem, no seal. `x`, `y`: its upper left corner, in millimetres.
void drawStamp(Pen& pen, double x, double y);

}  // namespace ssc::kiosk::paper
