// Whoever cannot touch: Tab and the arrow keys go from one control to the next, also with a switch that sends
// nothing but Tab and Enter. What can be reached is what QML says can be touched (activeFocusOnTab).
#pragma once

#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>
#include <vector>

namespace ssc::kiosk {

class KeyFocus : public QObject {
  Q_OBJECT
  /// Somebody moves by keys: only then the place of the focus is drawn, and a new screen begins with it.
  Q_PROPERTY(bool byKeys READ byKeys NOTIFY byKeysChanged)
  /// Where a screen begins, behind what is on every screen.
  Q_PROPERTY(QQuickItem* page READ page WRITE setPage NOTIFY placesChanged)
  /// A question before everything else: nothing but it is reached while it stands. Null: none.
  Q_PROPERTY(QQuickItem* question READ question WRITE setQuestion NOTIFY placesChanged)

 public:
  using QObject::QObject;

  /// Once, with the only window.
  Q_INVOKABLE void follow(QQuickWindow* window);

  [[nodiscard]] bool byKeys() const { return byKeys_; }
  [[nodiscard]] QQuickItem* page() const { return page_; }
  void setPage(QQuickItem* page);
  [[nodiscard]] QQuickItem* question() const { return question_; }
  void setQuestion(QQuickItem* question);

  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void byKeysChanged();
  void placesChanged();
  /// Some key, or a touch wherever it is: somebody is there.
  void pressed();

 private:
  using Controls = std::vector<QQuickItem*>;

  void setByKeys(bool byKeys);
  bool move(int key, bool backwards);
  /// A digit, a letter or backspace for the keys that stand on the screen.
  bool type(const QKeyEvent& event);
  [[nodiscard]] Controls controls(QQuickItem* in) const;
  /// What the keys go round in now.
  [[nodiscard]] Controls reachable() const;
  /// Where the focus is, if a control has it that may.
  [[nodiscard]] QQuickItem* current() const;
  void goTo(QQuickItem& control);
  void begin();
  /// A screen, a list or a control is gone with the focus: it begins anew where the screen begins.
  void settle();

  QPointer<QQuickWindow> window_;
  QPointer<QQuickItem> page_, question_, before_;
  bool byKeys_ = false;
};

}  // namespace ssc::kiosk
