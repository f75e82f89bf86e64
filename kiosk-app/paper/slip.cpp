#include "kiosk-app/paper/slip.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk-app/paper/frame.hpp"
#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/pdf_file.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using flows::RenderedPaper;

namespace paper {
namespace {

constexpr double kWidth = kSlipWidth - 2 * kSlipMargin, kLabelWidth = 20,
                 kValueX = kSlipMargin + kLabelWidth + 2;
constexpr double kGap = 2.5, kMarkEvery = 45, kMarkDegrees = 30;

/// A piece of the slip: lines one below the other, perhaps with a label beside them.
struct Piece {
  std::vector<QString> label, lines;
  Face face;
  Align align;

  [[nodiscard]] double height() const {
    const double labels = static_cast<double>(label.size()) * lineHeight(Face::label);
    return std::max(labels, static_cast<double>(lines.size()) * lineHeight(face));
  }
};

crypto::Personal onSlip(const SlipLine& line) {
  if (line.mask == SlipMask::number) return lastFour(line.value);
  return masked(line.value, line.mask == SlipMask::name ? Mask::name : Mask::none);
}

Piece pieceOf(const SlipLine& line, const TypeSetter& type) {
  const QString value = line.value.empty() ? toQt(words::empty.zh) : toQt(onSlip(line).reveal());
  return {type.lines(toQt(line.label), Face::label, kLabelWidth),
          type.lines(value, Face::cell, kWidth - kLabelWidth - 2), Face::cell, Align::left};
}

std::vector<Piece> piecesOf(const SlipFacts& facts, const TypeSetter& type) {
  std::vector<Piece> pieces;
  pieces.push_back({{}, type.lines(toQt(facts.title), Face::code, kWidth), Face::code, Align::centre});
  for (const SlipLine& line : facts.lines)
    pieces.push_back(pieceOf(line, type));
  if (!facts.note.empty())
    pieces.push_back({{}, type.lines(toQt(facts.note), Face::foot, kWidth), Face::foot, Align::left});
  return pieces;
}

class SlipDrawer {
 public:
  SlipDrawer(const SlipFacts& facts, const TypeSetter& type)
      : facts_(facts), type_(type), pieces_(piecesOf(facts, type)) {}

  /// Of the slip, in millimetres.
  [[nodiscard]] double height() const {
    double height = 2 * kSlipMargin + kStampSide;
    for (const Piece& piece : pieces_)
      height += piece.height() + kGap;
    return height + (facts_.qr.empty() ? 0 : kSlipQrSide + 4 * kGap);
  }

  bool draw(QPainter& painter) const {
    Pen pen(painter, type_);
    drawMarks(pen);
    double y = kSlipMargin;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      drawPiece(pen, pieces_[i], y);
      y += pieces_[i].height() + kGap;
      if (i == 0) pen.rule(kSlipMargin, y - kGap / 2, kWidth);
    }
    drawStamp(pen, kSlipMargin, y);
    return facts_.qr.empty() || pen.qr(facts_.qr, {(kSlipWidth - kSlipQrSide) / 2, y + kStampSide + 2 * kGap,
                                                   kSlipQrSide, kSlipQrSide});
  }

 private:
  void drawMarks(Pen& pen) const {
    const auto marks = static_cast<int>(std::ceil(height() / kMarkEvery - 0.5));
    for (int i = 0; i < marks; ++i)
      pen.slanted(toQt(words::mark.zh), kSlipWidth / 2, (i + 0.5) * kMarkEvery, kMarkDegrees, Face::title);
  }

  static void drawPiece(Pen& pen, const Piece& piece, double y) {
    const bool labelled = !piece.label.empty();
    double labelY = y;
    for (const QString& line : piece.label) {
      pen.text(line, {kSlipMargin, labelY, kLabelWidth, 0}, Face::label, Align::left, Ink::grey);
      labelY += lineHeight(Face::label);
    }
    const double x = labelled ? kValueX : kSlipMargin;
    for (const QString& line : piece.lines) {
      pen.text(line, {x, y, kWidth - (x - kSlipMargin), 0}, piece.face, piece.align);
      y += lineHeight(piece.face);
    }
  }

  const SlipFacts& facts_;
  const TypeSetter& type_;
  std::vector<Piece> pieces_;
};

}  // namespace
}  // namespace paper

Outcome<RenderedPaper> makeSlip(const SlipFacts& facts) {
  const paper::TypeSetter type;
  const paper::SlipDrawer drawer(facts, type);
  paper::PdfFile file(QStringLiteral("SIM"), paper::kSlipWidth, drawer.height());
  if (!drawer.draw(file.painter())) return tl::unexpected(Failure{Reason::internalError, "QR code", {}});
  auto pdf = file.finish();
  if (!pdf) return tl::unexpected(Failure{Reason::internalError, "PDF", {}});
  return RenderedPaper{std::move(*pdf), 1};
}

}  // namespace ssc::kiosk
