// Type: the few faces of a document, how wide a text is in them, and where it breaks.
#pragma once

#include <QFont>
#include <QString>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssc::kiosk::paper {

/// What is drawn is placed in dots: 1200 an inch.
inline constexpr double kDotsPerInch = 1200, kDotsPerMm = kDotsPerInch / 25.4;

enum class Face : std::uint8_t {
  title,
  subtitle,
  heading,
  label,
  value,
  cell,
  narrow,
  note,
  foot,
  code,
  stamp,
  mark
};
inline constexpr std::size_t kFaces = 12;

/// Millimetres from one line to the next.
double lineHeight(Face face);
/// Millimetres from the top of a line to its baseline.
double baseline(Face face);

/// The runs that a line is drawn in, one after the other. Beside Latin letters the font gives figures glyphs
/// of their own, which no reader of a PDF can turn back into text; in a run of their own they stay what they
/// are.
std::vector<QString> runsOf(const QString& line);

/// Belongs to one thread, as fonts do.
class TypeSetter {
 public:
  TypeSetter();

  [[nodiscard]] const QFont& font(Face face) const { return fonts_[static_cast<std::size_t>(face)]; }
  /// In millimetres.
  [[nodiscard]] double width(const QString& text, Face face) const;
  /// At least one line. Breaks where the text does (\n), between words and hanzi, and inside a word that is
  /// wider than `width` millimetres.
  [[nodiscard]] std::vector<QString> lines(const QString& text, Face face, double width) const;

 private:
  void breakLine(const QString& text, Face face, double width, std::vector<QString>& lines) const;

  std::array<QFont, kFaces> fonts_;
};

}  // namespace ssc::kiosk::paper
