#include "kiosk-app/page_item.hpp"

#include <QPainter>

namespace ssc::kiosk {

void PageItem::setSource(Printing* source) {
  source_ = source;
  Q_EMIT changed();
  update();
}

void PageItem::setPage(int page) {
  page_ = page;
  Q_EMIT changed();
  update();
}

void PageItem::paint(QPainter* painter) {
  painter->fillRect(boundingRect(), Qt::white);
  if (source_ == nullptr) return;
  const QImage picture = source_->picture(page_, static_cast<int>(width()));
  if (!picture.isNull()) painter->drawImage(0, 0, picture);
}

}  // namespace ssc::kiosk
