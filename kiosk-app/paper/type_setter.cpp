#include "kiosk-app/paper/type_setter.hpp"

#include <QFontMetricsF>
#include <QStringList>
#include <QTextLayout>

namespace ssc::kiosk::paper {

namespace {

constexpr double kMmPerPoint = 25.4 / 72;
/// Hanzi reach from 12 % below to 88 % above the baseline: with it so far below a line's middle, they stand
/// in the middle.
constexpr double kBelowMiddle = 0.375;

struct FaceRow {
  double points, leading;
  QFont::Weight weight;
};
/// In the order of the enum.
constexpr std::array<FaceRow, kFaces> kRows{{{18, 1.3, QFont::Bold},
                                             {10, 1.4, QFont::Normal},
                                             {10, 1.3, QFont::Bold},
                                             {9, 1.3, QFont::Normal},
                                             {9.5, 1.3, QFont::Normal},
                                             {9, 1.3, QFont::Normal},
                                             {7.5, 1.3, QFont::Normal},
                                             {8.5, 1.45, QFont::Normal},
                                             {8, 1.4, QFont::Normal},
                                             {11, 1.3, QFont::Bold},
                                             {13, 1.0, QFont::Bold},
                                             {50, 1.0, QFont::Bold}}};

const FaceRow& rowOf(Face face) {
  return kRows[static_cast<std::size_t>(face)];
}

bool isFigure(QChar character) {
  return character >= u'0' && character <= u'9';
}

QFont fontOf(const FaceRow& row) {
  QFont font(QStringLiteral("Noto Sans CJK SC"));
  font.setPixelSize(qRound(row.points * kMmPerPoint * kDotsPerMm));
  font.setWeight(row.weight);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

}  // namespace

double lineHeight(Face face) {
  return rowOf(face).points * rowOf(face).leading * kMmPerPoint;
}

double baseline(Face face) {
  return lineHeight(face) / 2 + kBelowMiddle * rowOf(face).points * kMmPerPoint;
}

std::vector<QString> runsOf(const QString& line) {
  std::vector<QString> runs;
  for (const QChar character : line) {
    if (runs.empty() || isFigure(runs.back().front()) != isFigure(character)) runs.emplace_back();
    runs.back() += character;
  }
  return runs;
}

TypeSetter::TypeSetter() {
  for (std::size_t i = 0; i < kFaces; ++i)
    fonts_[i] = fontOf(kRows[i]);
}

double TypeSetter::width(const QString& text, Face face) const {
  const QFontMetricsF metrics(font(face));
  double dots = 0;
  for (const QString& run : runsOf(text))
    dots += metrics.horizontalAdvance(run);
  return dots / kDotsPerMm;
}

void TypeSetter::breakLine(const QString& text, Face face, double width, std::vector<QString>& lines) const {
  QTextLayout layout(text, font(face));
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout.setTextOption(option);
  layout.beginLayout();
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(width * kDotsPerMm);
    lines.push_back(text.mid(line.textStart(), line.textLength()).trimmed());
  }
  layout.endLayout();
}

std::vector<QString> TypeSetter::lines(const QString& text, Face face, double width) const {
  std::vector<QString> lines;
  for (const QString& part : text.split(u'\n')) {
    if (this->width(part, face) <= width)
      lines.push_back(part);
    else
      breakLine(part, face, width, lines);
  }
  return lines;
}

}  // namespace ssc::kiosk::paper
