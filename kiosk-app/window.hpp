// The window and what QML sees in it.
#pragma once

#include <QQmlApplicationEngine>
#include <QTranslator>

#include "kiosk-app/keeper_link.hpp"
#include "kiosk-app/key_focus.hpp"
#include "kiosk-app/visit.hpp"

class QQuickWindow;

namespace ssc::kiosk {

class Window {
 public:
  explicit Window(Settings settings);

  /// Loads the screens, and shows them, or waits for the keeper's word. False when they cannot be loaded; why
  /// is on the error output.
  bool open();
  [[nodiscard]] Visit& visit() { return visit_; }
  /// nullptr before open().
  [[nodiscard]] QQuickWindow* window() const { return window_; }

 private:
  void translate();
  void show();
  void followVisit();
  void tellBlocked(bool is);

  Visit visit_;
  KeeperLink keeper_;
  KeyFocus keyFocus_;
  QTranslator chinese_, translator_;
  QQmlApplicationEngine engine_;  // gone before what it shows
  QQuickWindow* window_ = nullptr;
  bool blocked_ = false;  ///< as the keeper knows it
};

}  // namespace ssc::kiosk
