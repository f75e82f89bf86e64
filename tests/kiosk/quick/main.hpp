// What the parts find around them in their tests: a view of their own, and a machine that only counts.
#pragma once

#include <QCoreApplication>
#include <QQmlEngine>
#include <QTranslator>

#include "kiosk-app/key_focus.hpp"
#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk::test {

/// What parts say to the machine.
class ScreensStub : public QObject {
  Q_OBJECT
  Q_PROPERTY(int warning READ warning CONSTANT)

 public:
  [[nodiscard]] static int warning() { return -1; }
};

class Setup : public QObject {
  Q_OBJECT

 public Q_SLOTS:
  void applicationAvailable() {
    if (translator_.load(QStringLiteral(":/texts/kiosk_zh")))
      QCoreApplication::installTranslator(&translator_);
    qmlRegisterSingletonInstance("Kiosk", 1, 0, "View", &view_);
    qmlRegisterSingletonInstance("Kiosk", 1, 0, "Screens", &screens_);
    qmlRegisterSingletonInstance("Kiosk", 1, 0, "KeyFocus", &keyFocus_);
  }
  void qmlEngineAvailable(QQmlEngine* engine) { engine->addImportPath(QStringLiteral("qrc:/qt/qml")); }

 private:
  static constexpr qreal kPixelsPerMm = 4;
  QTranslator translator_;
  View view_{*catalogue::findDistrict("liangping"), kPixelsPerMm, QStringLiteral("zh")};
  ScreensStub screens_;
  KeyFocus keyFocus_;
};

}  // namespace ssc::kiosk::test
