// Slips of 80 mm: receipts. Somebody may pick one up, so what names a person is masked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hostlib/flows/office/paper.hpp"

namespace ssc::kiosk {

/// How a line's value stands on the slip: name without its first character; number (of a person, a card, a
/// bank account) by its last four; plain as it is.
enum class SlipMask : std::uint8_t { plain, name, number };

struct SlipLine {
  std::string label;
  crypto::Personal value;
  SlipMask mask = SlipMask::plain;
};

struct SlipFacts {
  std::string title;
  std::vector<SlipLine> lines;
  std::string qr;    ///< empty: none
  std::string note;  ///< below all; empty: none
};

/// One page as high as it needs to be. Needs what PdfPaper needs. internalError for a QR text that cannot be
/// drawn.
flows::Outcome<flows::RenderedPaper> makeSlip(const SlipFacts& facts);

}  // namespace ssc::kiosk
