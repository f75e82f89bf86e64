#include "kiosk-app/code_item.hpp"

#include <QPainter>
#include <algorithm>

#include "wire/qr/draw.hpp"

namespace ssc::kiosk {

void CodeItem::setText(const QString& text) {
  if (text_ == text) return;
  text_ = text;
  Q_EMIT textChanged();
  update();
}

void CodeItem::paint(QPainter* painter) {
  painter->fillRect(boundingRect(), Qt::white);  // a code is never inverted, whatever the colours around
  const auto modules = qr::encode(text_.toStdString());
  if (!modules) return;
  const int across = static_cast<int>(modules->side + 2 * qr::kQuietZone);
  const int pixels = static_cast<int>(std::min(width(), height())) / across;
  const int left = (static_cast<int>(width()) - pixels * across) / 2;
  const int top = (static_cast<int>(height()) - pixels * across) / 2;
  for (std::size_t row = 0; row < modules->side; ++row) {
    for (std::size_t column = 0; column < modules->side; ++column) {
      if (!modules->isDark(column, row)) continue;
      painter->fillRect(left + static_cast<int>(column + qr::kQuietZone) * pixels,
                        top + static_cast<int>(row + qr::kQuietZone) * pixels, pixels, pixels, Qt::black);
    }
  }
}

}  // namespace ssc::kiosk
