#include "kiosk-app/key_focus.hpp"

#include <QKeyEvent>
#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace ssc::kiosk {
namespace {

constexpr const char* kFlickable = "QQuickFlickable";

bool isControl(const QQuickItem& item) {
  return item.activeFocusOnTab() && item.isEnabled() && item.isVisible() && item.width() > 0 &&
         item.height() > 0;
}

void collect(QQuickItem& item, std::vector<QQuickItem*>& all) {
  if (!item.isVisible()) return;
  if (isControl(item)) all.push_back(&item);
  for (QQuickItem* child : item.childItems())
    collect(*child, all);
}

QQuickItem* scrollerOf(const QQuickItem& item) {
  for (QQuickItem* above = item.parentItem(); above != nullptr; above = above->parentItem())
    if (above->inherits(kFlickable)) return above;
  return nullptr;
}

QRectF placeOf(const QQuickItem& item) {
  return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
}

/// As somebody at `from` sees it: what has been scrolled away counts only among its own neighbours.
QRectF placeSeenFrom(const QQuickItem& from, const QQuickItem& item) {
  const QQuickItem* const scroller = scrollerOf(item);
  if (scroller == nullptr || scroller == scrollerOf(from) || scroller == &from) return placeOf(item);
  return placeOf(item).intersected(placeOf(*scroller));
}

/// Turned so that the way goes down: one rule for four directions.
QRectF turned(const QRectF& rect, int key) {
  switch (key) {
    case Qt::Key_Up:
      return {rect.x(), -rect.bottom(), rect.width(), rect.height()};
    case Qt::Key_Left:
      return {rect.y(), -rect.right(), rect.height(), rect.width()};
    case Qt::Key_Right:
      return {rect.y(), rect.x(), rect.height(), rect.width()};
    default:
      return rect;
  }
}

/// How far below; nothing where it is not below. What stands straight below is nearer than what stands aside.
std::optional<qreal> distance(const QRectF& from, const QRectF& to) {
  constexpr qreal kAside = 3, kTie = 0.01;
  const qreal overlapAllowed = std::min(from.height(), to.height()) / 2;
  const qreal down = to.top() - from.bottom();
  if (to.isEmpty() || down < -overlapAllowed || to.center().y() <= from.center().y()) return std::nullopt;
  const qreal aside = std::max({qreal(0), to.left() - from.right(), from.left() - to.right()});
  return std::max(qreal(0), down) + kAside * aside + kTie * std::abs(to.center().x() - from.center().x());
}

QQuickItem* nearest(const std::vector<QQuickItem*>& all, const QQuickItem& from, int key) {
  QQuickItem* found = nullptr;
  qreal least = std::numeric_limits<qreal>::infinity();
  for (QQuickItem* control : all) {
    const auto far = distance(turned(placeOf(from), key), turned(placeSeenFrom(from, *control), key));
    if (!far || *far >= least || control->isAncestorOf(&from)) continue;
    least = *far;
    found = control;
  }
  return found;
}

/// Round and round.
QQuickItem* next(const std::vector<QQuickItem*>& all, const QQuickItem& from, bool backwards) {
  const auto at = static_cast<std::size_t>(std::ranges::find(all, &from) - all.begin());
  return all[(at + (backwards ? all.size() - 1 : 1)) % all.size()];
}

/// The control as a whole, with a little of what stands around it; the first and the last with everything
/// before and behind.
void scrollTo(QQuickItem& scroller, const QQuickItem& item, const std::vector<QQuickItem*>& all) {
  const auto inside = [&](const QQuickItem* other) { return scroller.isAncestorOf(other); };
  const auto first = std::ranges::find_if(all, inside);
  const auto last = std::find_if(all.rbegin(), all.rend(), inside);
  const qreal height = scroller.height();
  const qreal most = std::max(qreal(0), scroller.property("contentHeight").toReal() - height);
  auto* const content = scroller.property("contentItem").value<QQuickItem*>();
  if (content == nullptr) return;
  const QRectF place = item.mapRectToItem(content, QRectF(0, 0, item.width(), item.height()));
  const qreal around = std::min(place.height() / 2, std::max(qreal(0), (height - place.height()) / 2));
  qreal y = scroller.property("contentY").toReal();
  if (first != all.end() && *first == &item && place.bottom() <= height) y = 0;
  if (last != all.rend() && *last == &item && most + height - place.top() <= height) y = most;
  if (place.bottom() + around > y + height) y = place.bottom() + around - height;
  if (place.top() - around < y) y = place.top() - around;
  scroller.setProperty("contentY", std::clamp(y, qreal(0), most));
}

}  // namespace

void KeyFocus::follow(QQuickWindow* window) {
  window_ = window;
  window->installEventFilter(this);
  // What is hidden keeps the focus and nobody says so: whoever is drawn anew is looked at.
  connect(window, &QQuickWindow::afterAnimating, this, &KeyFocus::settle);
}

void KeyFocus::setPage(QQuickItem* page) {
  page_ = page;
  Q_EMIT placesChanged();
  settle();
}

void KeyFocus::setQuestion(QQuickItem* question) {
  if (question_ == question) return;
  if (question != nullptr) before_ = window_ ? window_->activeFocusItem() : nullptr;
  question_ = question;
  Q_EMIT placesChanged();
  if (question != nullptr) return begin();
  if (before_ && isControl(*before_)) before_->forceActiveFocus(Qt::OtherFocusReason);
  before_.clear();
}

void KeyFocus::setByKeys(bool byKeys) {
  if (std::exchange(byKeys_, byKeys) != byKeys) Q_EMIT byKeysChanged();
}

bool KeyFocus::eventFilter(QObject* watched, QEvent* event) {
  if (watched != window_) return QObject::eventFilter(watched, event);
  constexpr std::array kByHand{QEvent::MouseButtonPress, QEvent::TouchBegin, QEvent::Wheel};
  if (std::ranges::find(kByHand, event->type()) != kByHand.end()) {
    setByKeys(false);
    Q_EMIT pressed();
  }
  if (event->type() != QEvent::KeyPress) return false;
  const auto& key = static_cast<const QKeyEvent&>(*event);
  setByKeys(true);
  Q_EMIT pressed();
  if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
  return move(key.key(), key.modifiers().testFlag(Qt::ShiftModifier)) || type(key);
}

bool KeyFocus::move(int key, bool backwards) {
  const bool isTab = key == Qt::Key_Tab || key == Qt::Key_Backtab;
  const bool isArrow =
      key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Left || key == Qt::Key_Right;
  if (!isTab && !isArrow) return false;
  const QQuickItem* const from = current();
  if (from == nullptr) {
    begin();
  } else if (const Controls all = reachable(); isTab) {
    goTo(*next(all, *from, backwards || key == Qt::Key_Backtab));
  } else if (QQuickItem* const to = nearest(all, *from, key); to != nullptr) {
    goTo(*to);
  }
  return true;
}

bool KeyFocus::type(const QKeyEvent& event) {
  const bool erases = event.key() == Qt::Key_Backspace;
  const QString text = event.text().toUpper();
  if (!erases && (text.size() != 1 || !text.front().isLetterOrNumber())) return false;
  const QString key = erases ? QStringLiteral("erase") : text;
  for (QQuickItem* control : reachable())
    if (control->objectName() == QStringLiteral("key-") + key ||
        control->objectName() == QStringLiteral("type-") + key)
      return QMetaObject::invokeMethod(control, "activated");
  return false;
}

KeyFocus::Controls KeyFocus::controls(QQuickItem* in) const {
  Controls all;
  if (in != nullptr) collect(*in, all);
  return all;
}

KeyFocus::Controls KeyFocus::reachable() const {
  if (question_) return controls(question_);
  return controls(window_ ? window_->contentItem() : nullptr);
}

QQuickItem* KeyFocus::current() const {
  QQuickItem* const focused = window_ ? window_->activeFocusItem() : nullptr;
  const bool stands =
      focused != nullptr && isControl(*focused) && (!question_ || question_->isAncestorOf(focused));
  return stands ? focused : nullptr;
}

void KeyFocus::goTo(QQuickItem& control) {
  control.forceActiveFocus(Qt::TabFocusReason);
  const Controls all = reachable();
  for (QQuickItem* scroller = scrollerOf(control); scroller != nullptr; scroller = scrollerOf(*scroller))
    scrollTo(*scroller, control, all);
}

void KeyFocus::begin() {
  Controls there = controls(question_ ? question_ : page_);
  if (there.empty()) there = reachable();
  const auto first =
      std::ranges::find_if(there, [](const auto* item) { return !item->inherits(kFlickable); });
  if (!there.empty()) goTo(first == there.end() ? *there.front() : **first);
}

void KeyFocus::settle() {
  if (window_ && (byKeys_ || question_) && current() == nullptr) begin();
}

}  // namespace ssc::kiosk
