// Where the holder enters a PIN, for whatever asks for one: the pad of the terminal, or, in the simulation,
// keys on the screen. What is asked for stands here; the digits do not.
#pragma once

#include <QObject>
#include <memory>
#include <stop_token>

#include "hostlib/flows/pin_source.hpp"
#include "kiosk-app/screen_pin.hpp"
#include "kiosk-app/settings.hpp"

namespace ssc::kiosk {

class PinPad : public QObject {
  Q_OBJECT
  Q_PROPERTY(
      QString asking READ asking NOTIFY changed)  ///< verify, current, fresh, repeat; empty: nothing now
  Q_PROPERTY(bool onScreen READ onScreen CONSTANT)
  Q_PROPERTY(int digits READ digits NOTIFY changed)  ///< entered so far, on the screen
  Q_PROPERTY(bool canFinish READ canFinish NOTIFY changed)

 public:
  explicit PinPad(const Settings& settings, QObject* parent = nullptr)
      : QObject(parent), settings_(settings) {}

  [[nodiscard]] QString asking() const { return asking_; }
  [[nodiscard]] bool isAsking() const { return !asking_.isEmpty(); }
  [[nodiscard]] bool onScreen() const { return settings_.pin == catalogue::PinEntry::screen; }
  [[nodiscard]] int digits() const { return digits_; }
  [[nodiscard]] bool canFinish() const { return digits_ >= static_cast<int>(settings_.config.pinLeast); }

  /// For one flow, until the next one is made; asking ends when `stop` is requested. Null where no pad is
  /// configured.
  std::shared_ptr<flows::PinSource> source(const std::stop_token& stop);
  /// Whoever asked is not listened to any more.
  void clear();

  Q_INVOKABLE void press(int digit);
  Q_INVOKABLE void erase();
  Q_INVOKABLE void confirm();

 Q_SIGNALS:
  void changed();
  /// The holder is asked for something else now.
  void asked();

 private:
  /// On the flow's thread: what the flow of that number wants, or that it has it.
  void tell(unsigned flow, const char* prompt);
  void show(const QString& prompt);
  void setDigits(std::size_t digits);

  const Settings& settings_;
  std::shared_ptr<ScreenPin> keys_;
  unsigned flow_ = 0;
  QString asking_;
  int digits_ = 0;
};

}  // namespace ssc::kiosk
