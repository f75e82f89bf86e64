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
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>
#include <memory>
#include <ranges>

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

/// By something that cannot be scrolled.
bool isClipped(const QQuickItem& item) {
  constexpr qreal kSlack = 1.5;
  const QRectF whole = item.mapRectToScene(item.boundingRect());
  for (const QQuickItem* above = item.parentItem(); above != nullptr; above = above->parentItem()) {
    if (above->property("interactive").toBool()) return false;
    const QRectF frame = above->mapRectToScene(above->boundingRect());
    if (above->clip() && !frame.adjusted(-kSlack, -kSlack, kSlack, kSlack).contains(whole)) return true;
  }
  return false;
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
          {"box", rectOf(item.mapRectToScene(QRectF(0, 0, item.width(), item.height())))},
          {"clipped", isClipped(item)},
          {"enabled", item.isEnabled()},
          {"focused", item.hasActiveFocus()},
          {"focusable", state.focusable != 0},
          {"walked", item.activeFocusOnTab()},
          {"checked", state.checked != 0},
          {"text", propertyText(item, "text")},
          {"aligned", item.property("horizontalAlignment").toInt()},
          {"alignedNow", item.property("effectiveHorizontalAlignment").toInt()},
          {"pixels", item.property("font").value<QFont>().pixelSize()},
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

QRgb mostFrequent(const QHash<QRgb, int>& counts) {
  return std::max_element(counts.keyValueBegin(), counts.keyValueEnd(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

/// Of most of the letters against most of what is behind them; the picture has the last word, not the theme.
/// One dark pixel makes no letter readable: it is the colour that the strokes are made of that counts.
double textContrast(const QImage& picture, const QRect& place) {
  QHash<QRgb, int> counts;
  for (int y = place.top(); y <= place.bottom(); ++y)
    for (int x = place.left(); x <= place.right(); ++x)
      ++counts[picture.pixel(x, y) & RGB_MASK];
  if (counts.isEmpty()) return 0;
  const QRgb ground = mostFrequent(counts);
  counts.remove(ground);
  return counts.isEmpty() ? 1 : ratio(mostFrequent(counts), ground);
}

/// Of a control's edge at one point, or of what is filled behind it, against what lies before it. `inwards`:
/// one pixel further in.
double edgeContrastAt(const QImage& picture, QPoint edge, QPoint inwards) {
  constexpr int kBeside = 3;
  const QPoint outside = edge - kBeside * inwards;
  if (!picture.valid(outside)) return 0;
  double most = 1;
  for (int step = 0; step < 2 * kBeside; ++step)
    if (const QPoint at = edge + step * inwards; picture.valid(at))
      most = std::max(most, ratio(picture.pixel(at), picture.pixel(outside)));
  return most;
}

/// The least along all four sides.
double edgeContrast(const QImage& picture, const QRect& place) {
  std::optional<double> least;
  for (const int quarter : {1, 2, 3}) {
    const int x = place.left() + place.width() * quarter / 4, y = place.top() + place.height() * quarter / 4;
    for (const double found : {edgeContrastAt(picture, {place.left(), y}, {1, 0}),
                               edgeContrastAt(picture, {place.right(), y}, {-1, 0}),
                               edgeContrastAt(picture, {x, place.top()}, {0, 1}),
                               edgeContrastAt(picture, {x, place.bottom()}, {0, -1})})
      if (found > 0) least = std::min(least.value_or(found), found);
  }
  return least.value_or(0);
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

/// Whatever stands over everything else, or everything.
QQuickItem& front(QQuickItem& item) {
  const auto children = item.childItems();
  for (QQuickItem* child : std::views::reverse(children)) {
    if (!isSeen(*child)) continue;
    const QAccessibleInterface* const accessible = QAccessible::queryAccessibleInterface(child);
    if (accessible != nullptr && accessible->role() == QAccessible::Dialog) return *child;
    if (QQuickItem& found = front(*child); &found != child) return found;
  }
  return item;
}

void collect(QQuickItem& item, QJsonArray& all) {
  if (!isSeen(item)) return;
  if (QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&item))
    all.append(describe(item, *accessible));
  for (QQuickItem* child : item.childItems())
    collect(*child, all);
}

/// The name of what the ring of the keys is drawn around.
QString ringed(const QQuickItem& item) {
  if (!isSeen(item)) return {};
  if (const auto* around = item.property("around").value<QQuickItem*>(); around != nullptr)
    return around->objectName().isEmpty() ? QStringLiteral("unnamed") : around->objectName();
  for (const QQuickItem* child : item.childItems())
    if (const QString found = ringed(*child); !found.isEmpty()) return found;
  return {};
}

bool save(const QImage& picture, const QString& file) {
  constexpr int kQuick = 80;  // of a PNG: how little is done to make it small
  return picture.save(file, nullptr, file.endsWith(QLatin1String(".png")) ? kQuick : -1);
}

/// In the theme, which nobody but a proof tells how large letters are.
QByteArray setLetters(const QQuickWindow& window, double factor) {
  QQmlComponent teller(qmlEngine(&window));
  teller.setData(
      "import QtQml\nimport SscKiosk\nQtObject { property real letters: Theme.letters; onLettersChanged: "
      "Theme.letters = letters }",
      {});
  const std::unique_ptr<QObject> told(teller.create());
  return told != nullptr && factor > 0 && told->setProperty("letters", factor) ? "ok" : "failed";
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
  if (verb == QLatin1String("contrast") && words.size() == 2) return contrast(words[1]);
  if (verb == QLatin1String("screen")) return window_.visit().screens.current().toUtf8();
  if (verb == QLatin1String("form")) return formPage();
  if (verb == QLatin1String("card")) return window_.visit().cardLies() ? "in" : "out";
  if (verb == QLatin1String("grab") && words.size() == 2) return grab(words[1]);
  if (verb == QLatin1String("set") && words.size() == 3) return set(words[1], words[2]);
  if (verb == QLatin1String("ring")) {
    const QString found = ringed(*window_.window()->contentItem());
    return found.isEmpty() ? "none" : found.toUtf8();
  }
  if (verb == QLatin1String("clock")) return clock(words);
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

QByteArray Probe::contrast(const QString& file) {
  const QImage picture = window_.window()->grabWindow();
  if (!save(picture, file)) return "failed";
  QJsonArray all;
  measure(front(*window_.window()->contentItem()), picture, all);
  return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QByteArray Probe::grab(const QString& file) {
  return save(window_.window()->grabWindow(), file) ? "ok" : "failed";
}

QByteArray Probe::set(const QString& what, const QString& value) {
  View& view = window_.visit().view;
  const bool on = value == QLatin1String("on");
  if (what == QLatin1String("language")) view.setLanguage(value);
  if (what == QLatin1String("elder")) view.setElder(on);
  if (what == QLatin1String("contrast")) view.setContrast(on);
  if (what == QLatin1String("reach")) view.setReach(on);
  if (what == QLatin1String("letters")) return setLetters(*window_.window(), value.toDouble());
  return "ok";
}

QByteArray Probe::clock(const QStringList& words) {
  Screens& screens = window_.visit().screens;
  if (words.size() == 2 && words[1] == QLatin1String("go")) {
    stopped_.reset();
    screens.follow(std::chrono::steady_clock::now);
    return "ok";
  }
  if (words.size() != 3 || words[1] != QLatin1String("stop")) return "unknown";
  if (!stopped_) stopped_ = std::chrono::steady_clock::now();
  screens.follow([at = *stopped_ + std::chrono::seconds(words[2].toInt())] { return at; });
  return "ok";
}

}  // namespace ssc::kiosk::test
