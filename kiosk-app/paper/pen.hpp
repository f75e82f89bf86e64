// Drawing in millimetres.
#pragma once

#include <QPainter>
#include <string_view>

#include "kiosk-app/paper/band.hpp"
#include "kiosk-app/paper/type_setter.hpp"

namespace ssc::kiosk::paper {

/// Millimetres from the left and upper edge of the page.
struct Box {
  double x, y, width, height;
};

enum class Ink : std::uint8_t { black, grey, faint };  ///< faint: of the mark

class Pen {
 public:
  Pen(QPainter& painter, const TypeSetter& type) : painter_(painter), type_(type) {}

  [[nodiscard]] const TypeSetter& type() const { return type_; }

  void ground(const Box& box, Ground ground);
  void frame(const Box& box);
  void rule(double x, double y, double width);
  /// One line; `y`: of its top.
  void text(const QString& text, const Box& line, Face face, Align align, Ink ink = Ink::black);
  /// Lines in the middle of the box's height.
  void lines(const std::vector<QString>& lines, const Box& box, Face face, Align align);
  /// Slanted by `degrees` against the clock, its middle at x, y.
  void slanted(const QString& text, double x, double y, double degrees, Face face);
  /// A QR code as wide as the box, its quiet zone around it. False for a text that cannot be drawn.
  bool qr(std::string_view text, const Box& box);

 private:
  QPainter& painter_;
  const TypeSetter& type_;
};

}  // namespace ssc::kiosk::paper
