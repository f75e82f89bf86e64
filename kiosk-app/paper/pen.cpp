#include "kiosk-app/paper/pen.hpp"

#include <QPainterPath>

#include "kiosk-app/paper/measures.hpp"
#include "wire/qr/draw.hpp"

namespace ssc::kiosk::paper {

namespace {

constexpr QRgb kBlack = qRgb(0x1A, 0x1A, 0x1A), kGrey = qRgb(0x60, 0x60, 0x60),
               kFaint = qRgb(0xE2, 0xE2, 0xE2);
constexpr QRgb kLight = qRgb(0xF3, 0xF3, 0xF3), kDark = qRgb(0xE6, 0xE6, 0xE6),
               kRule = qRgb(0x70, 0x70, 0x70);

QColor colourOf(Ink ink) {
  if (ink == Ink::faint) return QColor(kFaint);
  return QColor(ink == Ink::grey ? kGrey : kBlack);
}

QRectF inDots(const Box& box) {
  return {box.x * kDotsPerMm, box.y * kDotsPerMm, box.width * kDotsPerMm, box.height * kDotsPerMm};
}

double startOf(Align align, const Box& box, double width) {
  if (align == Align::right) return box.x + box.width - width;
  return align == Align::centre ? box.x + (box.width - width) / 2 : box.x;
}

QPen hairline() {
  QPen pen{QColor(kRule)};
  pen.setWidthF(kHairline * kDotsPerMm);
  pen.setCapStyle(Qt::SquareCap);
  pen.setJoinStyle(Qt::MiterJoin);
  return pen;
}

}  // namespace

void Pen::ground(const Box& box, Ground ground) {
  if (ground != Ground::none)
    painter_.fillRect(inDots(box), QColor(ground == Ground::light ? kLight : kDark));
}

void Pen::frame(const Box& box) {
  painter_.setPen(hairline());
  painter_.setBrush(Qt::NoBrush);
  painter_.drawRect(inDots(box));
}

void Pen::rule(double x, double y, double width) {
  painter_.setPen(hairline());
  painter_.drawLine(QPointF(x, y) * kDotsPerMm, QPointF(x + width, y) * kDotsPerMm);
}

void Pen::text(const QString& text, const Box& line, Face face, Align align, Ink ink) {
  painter_.setFont(type_.font(face));
  painter_.setPen(colourOf(ink));
  double x = startOf(align, line, align == Align::left ? 0 : type_.width(text, face));
  for (const QString& run : runsOf(text)) {
    painter_.drawText(QPointF(x, line.y + baseline(face)) * kDotsPerMm, run);
    x += type_.width(run, face);
  }
}

void Pen::lines(const std::vector<QString>& lines, const Box& box, Face face, Align align) {
  const double height = lineHeight(face);
  double y = box.y + (box.height - static_cast<double>(lines.size()) * height) / 2;
  for (const QString& line : lines) {
    text(line, {box.x, y, box.width, height}, face, align);
    y += height;
  }
}

void Pen::slanted(const QString& text, double x, double y, double degrees, Face face) {
  painter_.save();
  painter_.translate(x * kDotsPerMm, y * kDotsPerMm);
  painter_.rotate(-degrees);
  this->text(text, {0, -lineHeight(face) / 2, 0, 0}, face, Align::centre, Ink::faint);
  painter_.restore();
}

bool Pen::qr(std::string_view text, const Box& box) {
  const auto modules = qr::encode(text);
  if (!modules) return false;
  const double side = box.width / static_cast<double>(modules->side);
  const double quiet = side * static_cast<double>(qr::kQuietZone);
  painter_.fillRect(inDots({box.x - quiet, box.y - quiet, box.width + 2 * quiet, box.width + 2 * quiet}),
                    Qt::white);
  // One path: no seams between the modules.
  QPainterPath path;
  path.setFillRule(Qt::WindingFill);
  for (std::size_t row = 0; row < modules->side; ++row) {
    for (std::size_t column = 0; column < modules->side; ++column) {
      if (modules->isDark(column, row))
        path.addRect(inDots({box.x + static_cast<double>(column) * side,
                             box.y + static_cast<double>(row) * side, side, side}));
    }
  }
  painter_.fillPath(path, Qt::black);
  return true;
}

}  // namespace ssc::kiosk::paper
