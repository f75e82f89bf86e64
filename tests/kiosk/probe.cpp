#include "tests/kiosk/probe.hpp"

#include <QAccessible>
#include <QFont>
#include <QGuiApplication>
#include <QHash>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>

namespace ssc::kiosk::test {
namespace {

bool isSeen(const QQuickItem& item) {
  return item.isVisible() && item.opacity() > 0 && item.width() > 0 && item.height() > 0;
}

/// What is left of the item inside everything that clips it.
QRectF seenPart(const QQuickItem& item) {
  QRectF part = item.mapRectToScene(item.boundingRect());
  for (const QQuickItem* above = item.parentItem(); above != nullptr; above = above->parentItem())
    if (above->clip()) part = part.intersected(above->mapRectToScene(above->boundingRect()));
  return part;
}

QJsonObject rectOf(const QRectF& rect) {
  return {{"x", rect.x()}, {"y", rect.y()}, {"width", rect.width()}, {"height", rect.height()}};
}

QString propertyText(const QQuickItem& item, const char* name) {
  return item.property(name).toString();
}

QJsonObject describe(QQuickItem& item, QAccessibleInterface& accessible) {
  const QAccessible::State state = accessible.state();
  return {{"object", item.objectName()},
          {"type", QString::fromLatin1(item.metaObject()->className())},
          {"name", accessible.text(QAccessible::Name)},
          {"role", static_cast<int>(accessible.role())},
          {"rect", rectOf(item.mapRectToScene(item.boundingRect()))},
          {"seen", rectOf(seenPart(item))},
          {"enabled", item.isEnabled()},
          {"focused", item.hasActiveFocus()},
          {"focusable", state.focusable != 0},
          {"checked", state.checked != 0},
          {"text", propertyText(item, "text")},
          {"cut", item.property("truncated").toBool()},
          {"color", propertyText(item, "color")}};
}

/// WCAG 2.1, relative luminance.
double luminance(QRgb pixel) {
  const auto linear = [](int value) {
    const double part = value / 255.0;
    return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(qRed(pixel)) + 0.7152 * linear(qGreen(pixel)) + 0.0722 * linear(qBlue(pixel));
}

double ratio(QRgb one, QRgb other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// Of letters against what most of their place is painted with; the picture has the last word, not the theme.
double textContrast(const QImage& picture, const QRect& place) {
  QHash<QRgb, int> counts;
  for (int y = place.top(); y <= place.bottom(); ++y)
    for (int x = place.left(); x <= place.right(); ++x)
      ++counts[picture.pixel(x, y) & RGB_MASK];
  if (counts.isEmpty()) return 0;
  const QRgb ground =
      std::max_element(counts.keyValueBegin(), counts.keyValueEnd(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      })->first;
  double most = 1;
  for (auto at = counts.keyBegin(); at != counts.keyEnd(); ++at)
    most = std::max(most, ratio(*at, ground));
  return most;
}

/// Of a control's edge, or of all of it, against what lies beside it on the left.
double edgeContrast(const QImage& picture, const QRect& place) {
  constexpr int kBeside = 3;
  const int y = place.center().y(), outside = std::max(0, place.left() - kBeside);
  const QRgb ground = picture.pixel(outside, y);
  double most = 1;
  for (int x = place.left(); x < place.left() + 2 * kBeside; ++x)
    if (picture.valid(x, y)) most = std::max(most, ratio(picture.pixel(x, y), ground));
  return most;
}

void measure(QQuickItem& item, const QImage& picture, QJsonArray& all) {
  if (!isSeen(item)) return;
  const QRect place = seenPart(item).toRect().intersected(picture.rect());
  const QString text = propertyText(item, "text");
  const QAccessibleInterface* const accessible = QAccessible::queryAccessibleInterface(&item);
  const bool isControl =
      accessible != nullptr && accessible->state().focusable != 0 && item.property("name").isValid();
  const bool whole = place.height() + 1 >= item.height();  // what scrolls away is measured where it is seen
  if (item.isEnabled() && whole && (isControl || (!text.isEmpty() && item.property("font").isValid())))
    all.append(
        QJsonObject{{"object", item.objectName()},
                    {"type", QString::fromLatin1(item.metaObject()->className())},
                    {"text", isControl ? propertyText(item, "name") : text},
                    {"control", isControl},
                    {"pixels", item.property("font").value<QFont>().pixelSize()},
                    {"ratio", isControl ? edgeContrast(picture, place) : textContrast(picture, place)}});
  for (QQuickItem* child : item.childItems())
    measure(*child, picture, all);
}

void collect(QQuickItem& item, QJsonArray& all) {
  if (!isSeen(item)) return;
  if (QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&item))
    all.append(describe(item, *accessible));
  for (QQuickItem* child : item.childItems())
    collect(*child, all);
}

}  // namespace

Probe::Probe(Window& window, const QString& socket) : window_(window) {
  QAccessible::setActive(true);
  QLocalServer::removeServer(socket);
  server_.listen(socket);
  connect(&server_, &QLocalServer::newConnection, this, [this] {
    QLocalSocket* const client = server_.nextPendingConnection();
    connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
    connect(client, &QLocalSocket::readyRead, this, [this, client] {
      while (client->canReadLine())
        client->write(answer(client->readLine().trimmed()) + '\n');
    });
  });
}

QByteArray Probe::answer(const QByteArray& line) {
  const QStringList words = QString::fromUtf8(line).split(QLatin1Char(' '));
  const QString& verb = words.front();
  if (verb == QLatin1String("tree")) return tree();
  if (verb == QLatin1String("contrast")) return contrast();
  if (verb == QLatin1String("screen")) return window_.visit().screens.current().toUtf8();
  if (verb == QLatin1String("form")) return formPage();
  if (verb == QLatin1String("card")) return window_.visit().cardLies() ? "in" : "out";
  if (verb == QLatin1String("grab") && words.size() == 2) return grab(words[1]);
  if (verb == QLatin1String("set") && words.size() == 3) return set(words[1], words[2]);
  if (verb == QLatin1String("quit")) {
    QGuiApplication::exit();
    return "ok";
  }
  return "unknown";
}

QByteArray Probe::tree() {
  QJsonArray all;
  collect(*window_.window()->contentItem(), all);
  const QPoint at = window_.window()->mapToGlobal(QPoint(0, 0));
  return QJsonDocument(QJsonObject{{"x", at.x()}, {"y", at.y()}, {"elements", all}})
      .toJson(QJsonDocument::Compact);
}

QByteArray Probe::formPage() {
  const Form& form = window_.visit().form;
  if (!form.isOpen()) return {};
  const QString id = form.question()[QStringLiteral("id")].toString();
  return (id.isEmpty() ? form.stage() : id).toUtf8();
}

QByteArray Probe::contrast() {
  QJsonArray all;
  measure(*window_.window()->contentItem(), window_.window()->grabWindow(), all);
  return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QByteArray Probe::grab(const QString& file) {
  return window_.window()->grabWindow().save(file) ? "ok" : "failed";
}

QByteArray Probe::set(const QString& what, const QString& value) {
  View& view = window_.visit().view;
  const bool on = value == QLatin1String("on");
  if (what == QLatin1String("language")) view.setLanguage(value);
  if (what == QLatin1String("elder")) view.setElder(on);
  if (what == QLatin1String("contrast")) view.setContrast(on);
  if (what == QLatin1String("reach")) view.setReach(on);
  return "ok";
}

}  // namespace ssc::kiosk::test
