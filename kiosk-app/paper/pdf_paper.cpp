#include "kiosk-app/paper/pdf_paper.hpp"

#include "kiosk-app/paper/compose.hpp"
#include "kiosk-app/paper/frame.hpp"
#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/paginate.hpp"
#include "kiosk-app/paper/pdf_file.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk {

using flows::Failure;
using flows::Outcome;
using flows::PaperFacts;
using flows::PaperLanguage;
using flows::PaperMarks;
using flows::Reason;
using flows::RenderedPaper;

namespace paper {
namespace {

/// Text may stand a cell's padding away from its border.
Box textBox(const BandCell& cell, double y, double height) {
  return {cell.x + kPadAcross, y, cell.width - 2 * kPadAcross, height};
}

/// A page from back to front: grounds, the mark, then what is read.
class PageDrawer {
 public:
  PageDrawer(Pen& pen, const std::vector<Band>& bands, const FrameFacts& frame)
      : pen_(pen), bands_(bands), frame_(frame) {}

  bool draw(const Page& page, PageNumber number) {
    const double top = number.page == 1 ? kFirstTop : kOtherTop;
    for (const PlacedBand& placed : page)
      drawGrounds(bands_[placed.band], top + placed.y);
    drawMark(pen_);
    for (const PlacedBand& placed : page)
      drawCells(bands_[placed.band], top + placed.y);
    drawFoot(pen_, frame_, number);
    return drawHead(pen_, frame_, number);
  }

 private:
  void drawGrounds(const Band& band, double y) {
    for (const BandCell& cell : band.cells)
      pen_.ground({cell.x, y, cell.width, band.height}, cell.ground);
  }

  void drawCells(const Band& band, double y) {
    for (const BandCell& cell : band.cells) {
      if (cell.bordered) pen_.frame({cell.x, y, cell.width, band.height});
      pen_.lines(cell.lines, textBox(cell, y, band.height), cell.face, cell.align);
    }
  }

  Pen& pen_;
  const std::vector<Band>& bands_;
  const FrameFacts& frame_;
};

std::vector<Page> pagesOf(const std::vector<Band>& bands) {
  return paginate(bands, {kGridBottom - kFirstTop, kGridBottom - kOtherTop});
}

Outcome<RenderedPaper> drawPages(const std::vector<Band>& bands, const FrameFacts& frame,
                                 const TypeSetter& type) {
  const auto pages = pagesOf(bands);
  const QString title = frame.marks ? toQt(frame.marks->docNo) : inLanguage(words::draft, frame.language);
  PdfFile file(title, kPageWidth, kPageHeight);
  Pen pen(file.painter(), type);
  PageDrawer drawer(pen, bands, frame);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i > 0) file.nextPage();
    if (!drawer.draw(pages[i], {i + 1, pages.size()}))
      return tl::unexpected(Failure{Reason::internalError, "QR code", {}});
  }
  auto pdf = file.finish();
  if (!pdf) return tl::unexpected(Failure{Reason::internalError, "PDF", {}});
  return RenderedPaper{std::move(*pdf), pages.size()};
}

/// The same page for a screen, `width` pixels wide.
std::optional<QImage> drawPicture(const std::vector<Band>& bands, const FrameFacts& frame,
                                  const TypeSetter& type, const Page& page, PageNumber number, int width) {
  QImage picture(width, static_cast<int>(width * kPageHeight / kPageWidth), QImage::Format_RGB32);
  picture.fill(Qt::white);
  QPainter painter(&picture);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                         QPainter::SmoothPixmapTransform);
  constexpr double kMmPerInch = 25.4;
  const double dots = kPageWidth / kMmPerInch * kDotsPerInch;
  painter.scale(width / dots, width / dots);
  Pen pen(painter, type);
  if (!PageDrawer(pen, bands, frame).draw(page, number)) return std::nullopt;
  return picture;
}

/// What a document's facts become before anything is drawn.
struct Composed {
  const Layout* layout;
  std::vector<Band> bands;
};

Outcome<Composed> composed(const PaperFacts& facts, const TypeSetter& type, PaperLanguage language) {
  const Layout* layout = findLayout(facts.type, facts.item);
  if (layout == nullptr) return tl::unexpected(Failure{Reason::internalError, "layout", {}});
  auto bands = compose(facts, *layout, type, language);
  if (!bands) return tl::unexpected(Failure{Reason::internalError, "place on paper", {}});
  return Composed{layout, std::move(*bands)};
}

}  // namespace
}  // namespace paper

Outcome<QImage> PdfPaper::picture(const PaperFacts& facts, PaperLanguage language, std::size_t page,
                                  int width) {
  const paper::TypeSetter type;
  const auto made = paper::composed(facts, type, language);
  if (!made) return tl::unexpected(made.error());
  const auto pages = paper::pagesOf(made->bands);
  if (page >= pages.size()) return tl::unexpected(Failure{Reason::badParameter, "page", {}});
  auto picture = paper::drawPicture(made->bands, {facts, std::nullopt, *made->layout, language}, type,
                                    pages[page], {page + 1, pages.size()}, width);
  if (!picture) return tl::unexpected(Failure{Reason::internalError, "QR code", {}});
  return std::move(*picture);
}

Outcome<RenderedPaper> PdfPaper::make(const PaperFacts& facts, const std::optional<PaperMarks>& marks,
                                      PaperLanguage language) {
  const paper::TypeSetter type;
  const auto made = paper::composed(facts, type, language);
  if (!made) return tl::unexpected(made.error());
  return paper::drawPages(made->bands, {facts, marks, *made->layout, language}, type);
}

}  // namespace ssc::kiosk
