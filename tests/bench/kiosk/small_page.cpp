// What the kiosk's start is compared with: the smallest page of Qt Quick Controls that says something, asks
// something and has six buttons: `ssc_small_page WIDTH HEIGHT FD`. Says "shown" on the descriptor it is given
// once its first frame is painted.
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <cstdlib>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int width = std::atoi(argv[1]), height = std::atoi(argv[2]), told = std::atoi(argv[3]);
  const QGuiApplication app(argc, argv);
  QQmlApplicationEngine engine;
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/SmallPage/SmallPage.qml")));
  if (engine.rootObjects().isEmpty()) return 1;
  auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
  window->resize(width, height);
  window->show();
  QObject::connect(
      window, &QQuickWindow::frameSwapped, window, [told] { static_cast<void>(::write(told, "shown\n", 6)); },
      static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
  return QGuiApplication::exec();
}
