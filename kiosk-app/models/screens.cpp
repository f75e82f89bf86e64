#include "kiosk-app/models/screens.hpp"

namespace ssc::kiosk {
namespace {

constexpr std::chrono::milliseconds kLook{250};

}  // namespace

Screens::Screens(QObject* parent) : QObject(parent) {
  timer_.setInterval(kLook);
  connect(&timer_, &QTimer::timeout, this, &Screens::look);
  timer_.start();
}

QString Screens::current() const {
  const auto id = rowOf(machine_.screen()).id;
  return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

bool Screens::canCallHelp() const {
  return next(machine_.screen(), Event::helpAsked).has_value();
}

void Screens::follow(Now now) {
  now_ = std::move(now);
  look();
}

bool Screens::take(Event event) {
  if (!machine_.take(event)) return false;
  if (machine_.screen() == Screen::wipe) limits_.visitEnded();
  limits_.enter(rowOf(machine_.screen()).clock, now_());
  setWarning(-1);
  Q_EMIT changed();
  Q_EMIT entered(machine_.screen());
  return true;
}

void Screens::setElder(bool elder) {
  limits_.setElder(elder, now_());
}

void Screens::signedIn() {
  limits_.signedIn(now_());
}

void Screens::active() {
  if (warning_ < 0) limits_.active(now_());
}

void Screens::stay() {
  limits_.stay(now_());
  setWarning(-1);
}

void Screens::look() {
  const auto at = now_();
  switch (limits_.at(at)) {
    case Pass::nothing:
      return setWarning(-1);
    case Pass::warn:
      return setWarning(static_cast<int>(limits_.left(at)->count()));
    case Pass::leave:
      Q_EMIT timeOver();
  }
}

void Screens::setWarning(int seconds) {
  if (warning_ == seconds) return;
  warning_ = seconds;
  Q_EMIT warningChanged();
}

}  // namespace ssc::kiosk
