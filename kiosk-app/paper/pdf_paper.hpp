// Documents as paginated PDFs: A4, every page marked as simulated.
#pragma once

#include <QImage>

#include "hostlib/flows/office/paper.hpp"

namespace ssc::kiosk {

/// Needs a QGuiApplication, on whatever platform, and the fonts Noto Sans CJK. Keeps nothing between calls:
/// any number of threads may use one.
class PdfPaper : public flows::PaperMaker {
 public:
  flows::Outcome<flows::RenderedPaper> make(const flows::PaperFacts& facts,
                                            const std::optional<flows::PaperMarks>& marks,
                                            flows::PaperLanguage language) override;

  /// A page of the draft for a screen; `page` counts from 0, `width` in pixels. badParameter behind the last.
  static flows::Outcome<QImage> picture(const flows::PaperFacts& facts, flows::PaperLanguage language,
                                        std::size_t page, int width);
};

}  // namespace ssc::kiosk
