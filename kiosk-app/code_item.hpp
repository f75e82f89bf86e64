// A QR code on the screen, every module a whole number of pixels.
#pragma once

#include <QQuickPaintedItem>

namespace ssc::kiosk {

class CodeItem : public QQuickPaintedItem {
  Q_OBJECT
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

 public:
  explicit CodeItem(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}

  [[nodiscard]] QString text() const { return text_; }
  void setText(const QString& text);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void textChanged();

 private:
  QString text_;
};

}  // namespace ssc::kiosk
