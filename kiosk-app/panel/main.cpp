// `ssc-kiosk-panel`: beside the kiosk in the simulated world, and only there.
#include <QFile>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlContext>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTextStream>
#include <cstdio>
#include <cstdlib>

#include "kiosk-app/panel/panel.hpp"

namespace {

/// "X Y COMMAND" of each button on the screen, for a test that presses them.
void writePlaces(const QQuickItem& item, QTextStream& out) {
  if (item.objectName() == QStringLiteral("button") && item.isVisible()) {
    const QPointF at = item.window()->mapToGlobal(item.mapToScene(item.boundingRect().center()));
    out << at.x() << ' ' << at.y() << ' ' << item.property("command").toString() << '\n';
  }
  for (const QQuickItem* child : item.childItems())
    writePlaces(*child, out);
}

void writePlaces(const QQuickWindow& window, const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return;
  QTextStream out(&file);
  writePlaces(*window.contentItem(), out);
}

}  // namespace

int main(int argc, char** argv) {
  const char* const folder = std::getenv("SSC_SIM_DIR");
  if (folder == nullptr) {
    std::fputs("ssc-kiosk-panel: only inside the simulated world: ./dev kiosk\n", stderr);
    return 2;
  }
  const QGuiApplication app(argc, argv);
  // "printer", or "no-printer WHY": as tools/kiosk_hands.py says it.
  const QString printer = QGuiApplication::arguments().value(2);
  const QString missing = QStringLiteral("no-printer ");
  ssc::kiosk::panel::Panel panel(QString::fromLocal8Bit(folder),
                                 printer.startsWith(missing) ? printer.mid(missing.size()) : QString());
  QQmlApplicationEngine engine;
  engine.rootContext()->setContextProperty(QStringLiteral("panel"), &panel);
  engine.rootContext()->setContextProperty(QStringLiteral("samples"), QGuiApplication::arguments().value(1));
  engine.load(QUrl(QStringLiteral("qrc:/panel/Panel.qml")));
  if (engine.rootObjects().isEmpty()) return 1;
  const auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
  const QString places = qEnvironmentVariable("SSC_PANEL_PLACES");
  if (!places.isEmpty() && window != nullptr)
    QObject::connect(
        window, &QQuickWindow::frameSwapped, window, [window, places] { writePlaces(*window, places); },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
  return QGuiApplication::exec();
}
