#include "kiosk-app/window.hpp"

#include <QGuiApplication>
#include <QQmlContext>
#include <QQuickWindow>
#include <QScreen>
#include <QtQml>

#include "kiosk-app/code_item.hpp"
#include "kiosk-app/languages.hpp"
#include "kiosk-app/page_item.hpp"

namespace ssc::kiosk {
namespace {

constexpr const char* kModule = "Kiosk";
const QUrl kMain(QStringLiteral("qrc:/qt/qml/SscKiosk/qml/Main.qml"));

void offer(const char* name, QObject* object) {
  QQmlEngine::setObjectOwnership(object, QQmlEngine::CppOwnership);
  qmlRegisterSingletonInstance(kModule, 1, 0, name, object);
}

/// The whole screen, as large as it is. A window that is larger than the desktop is made smaller, and
/// everything in it: it is looked at, not stood before.
Settings fitted(Settings settings) {
  const QScreen* const screen = QGuiApplication::primaryScreen();
  if (screen == nullptr) return settings;
  settings.shortSideMm = shortSideOf(settings, screen->physicalSize(), screen->size());
  if (!settings.windowed) {
    settings.size = screen->size();
    return settings;
  }
  const QSize room = screen->availableSize();
  if (settings.size.width() > room.width() || settings.size.height() > room.height())
    settings.size.scale(room, Qt::KeepAspectRatio);
  return settings;
}

}  // namespace

Window::Window(Settings settings) : visit_(fitted(std::move(settings))), keeper_(visit_.settings().keeper) {
  offer("Visit", &visit_);
  offer("Screens", &visit_.screens);
  offer("View", &visit_.view);
  offer("Services", &visit_.services);
  offer("Questions", &visit_.questions);
  offer("Answer", &visit_.answer);
  offer("Problem", &visit_.problem);
  offer("PinPad", &visit_.pinPad);
  offer("SignIn", &visit_.signIn);
  offer("CardDesk", &visit_.cardDesk);
  offer("Printing", &visit_.printing);
  offer("Form", &visit_.form);
  offer("Applications", &visit_.applications);
  offer("Help", &visit_.help);
  offer("Condition", &visit_.condition);
  offer("Speaker", &visit_.speaker);
  offer("KeyFocus", &keyFocus_);
  QObject::connect(&keyFocus_, &KeyFocus::pressed, &visit_.screens, &Screens::active);
  qmlRegisterType<CodeItem>(kModule, 1, 0, "CodeItem");
  qmlRegisterType<PageItem>(kModule, 1, 0, "PageItem");
  QObject::connect(&visit_.view, &View::languageTaken, &engine_, [this] { translate(); });
  // Below the language that is chosen: a pack may lack a text.
  if (loadTexts(chinese_, "zh", {})) QCoreApplication::installTranslator(&chinese_);
  translate();
  followVisit();
}

void Window::followVisit() {
  QObject::connect(&keeper_, &KeeperLink::show, &engine_, [this] { show(); });
  // exit, not quit: that would ask the window, which does not close for anybody.
  QObject::connect(&keeper_, &KeeperLink::end, &engine_, [] { QCoreApplication::exit(); });
  QObject::connect(&visit_, &Visit::personChanged, &engine_,
                   [this] { keeper_.say(visit_.isSignedIn() ? "busy" : "free"); });
  QObject::connect(&visit_, &Visit::blocked, &engine_, [this](bool is) { tellBlocked(is); });
  QObject::connect(&visit_, &Visit::over, &engine_, [this] {
    tellBlocked(false);
    keeper_.say("left");
  });
}

void Window::tellBlocked(bool is) {
  if (std::exchange(blocked_, is) != is) keeper_.say(is ? "blocked" : "free");
}

void Window::translate() {
  QCoreApplication::removeTranslator(&translator_);
  if (loadTexts(translator_, visit_.view.language().toStdString(), visit_.settings().languagePacks))
    QCoreApplication::installTranslator(&translator_);
  engine_.retranslate();
}

bool Window::open() {
  engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));  // by itself only from Qt 6.5 on
  engine_.load(kMain);
  if (!engine_.rootObjects().isEmpty())
    window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().constFirst());
  if (window_ == nullptr) {
    keeper_.say("failed screens");
    return false;
  }
  keyFocus_.follow(window_);
  window_->resize(visit_.settings().size);
  if (!keeper_.isThere()) {
    show();
    return true;
  }
  // Drawn once where nobody sees it: what comes first is ready then. A screen that waits is not kept waiting.
  window_->create();
  if (!visit_.settings().awaited) static_cast<void>(window_->grabWindow());
  keeper_.say("ready");
  return true;
}

void Window::show() {
  visit_.takeScreen();
  // What is touched needs no arrow; a window on a desk has a mouse before it.
  if (!visit_.settings().windowed) window_->setCursor(Qt::BlankCursor);
  visit_.settings().windowed ? window_->show() : window_->showFullScreen();
  window_->raise();
  window_->requestActivate();
  // The machine around it is looked at once the first page is there: nobody waits for that.
  QObject::connect(
      window_, &QQuickWindow::frameSwapped, &keeper_,
      [this] {
        keeper_.say("shown");
        visit_.attend();
      },
      static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

}  // namespace ssc::kiosk
