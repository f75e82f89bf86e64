// A page of the document that is about to be printed, as it will look.
#pragma once

#include <QQuickPaintedItem>

#include "kiosk-app/models/printing.hpp"

namespace ssc::kiosk {

class PageItem : public QQuickPaintedItem {
  Q_OBJECT
  Q_PROPERTY(ssc::kiosk::Printing* source READ source WRITE setSource NOTIFY changed)
  Q_PROPERTY(int page READ page WRITE setPage NOTIFY changed)  ///< from 0

 public:
  explicit PageItem(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}

  [[nodiscard]] Printing* source() const { return source_; }
  [[nodiscard]] int page() const { return page_; }
  void setSource(Printing* source);
  void setPage(int page);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  Printing* source_ = nullptr;
  int page_ = 0;
};

}  // namespace ssc::kiosk
