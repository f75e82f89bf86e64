// Which screen stands, as QML sees it, and the clock that asks whether somebody is there.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "kiosk-app/machine/limits.hpp"
#include "kiosk-app/machine/machine.hpp"

namespace ssc::kiosk {

class Screens : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString current READ current NOTIFY changed)       ///< "S1"
  Q_PROPERTY(bool canCallHelp READ canCallHelp NOTIFY changed)  ///< the table has a way to it
  Q_PROPERTY(
      int warning READ warning NOTIFY warningChanged)  ///< seconds until the visit ends; -1: no question

 public:
  explicit Screens(QObject* parent = nullptr);

  [[nodiscard]] QString current() const;
  [[nodiscard]] Screen screen() const { return machine_.screen(); }
  [[nodiscard]] bool canCallHelp() const;
  [[nodiscard]] int warning() const { return warning_; }

  /// Whether it led anywhere.
  bool take(Event event);
  void setElder(bool elder);
  void signedIn();
  /// Another time than the computer's: proofs of what time does need not wait for it.
  using Now = std::function<TimePoint()>;
  void follow(Now now);

  /// Somebody touched the screen, or a device is at work for them.
  void active();
  /// "I am here."
  Q_INVOKABLE void stay();

 Q_SIGNALS:
  void changed();
  void warningChanged();
  /// After the machine has moved.
  void entered(ssc::kiosk::Screen screen);
  /// The screen's time is over; the machine has not moved yet.
  void timeOver();

 private:
  void look();
  void setWarning(int seconds);

  Machine machine_;
  Limits limits_;
  Now now_ = std::chrono::steady_clock::now;
  QTimer timer_;
  int warning_ = -1;
};

}  // namespace ssc::kiosk
