#include "kiosk-app/models/view.hpp"

#include <QLocale>
#include <algorithm>
#include <iterator>

#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {

bool View::mirrored() const {
  return QLocale(language_).textDirection() == Qt::RightToLeft;
}

profile::Language View::languageOfFlows() const {
  return language_ == QStringLiteral("en") ? profile::Language::en : profile::Language::zh;
}

const View::Language* View::nextLanguage() const {
  const auto current = std::ranges::find(languages_, language_, &Language::tag);
  if (current == languages_.end() || languages_.size() == 1) return nullptr;
  return std::next(current) == languages_.end() ? &languages_.front() : &*std::next(current);
}

QString View::otherLanguage() const {
  const Language* const next = nextLanguage();
  return next == nullptr ? QString() : next->name;
}

void View::switchLanguage() {
  if (const Language* const next = nextLanguage()) setLanguage(next->tag);
}

QString View::in(const catalogue::Text& text) const {
  return toQt(languageOfFlows() == profile::Language::zh ? text.zh : text.en);
}

QString View::in(const flows::Failure& failure) const {
  return toQt(languageOfFlows() == profile::Language::zh ? failure.zh() : failure.en());
}

QString View::helpText() const {
  return in(district_.texts.help) + QLatin1Char(' ') + toQt(district_.helpLine);
}

void View::setLanguage(const QString& language) {
  if (language_ == language) return;
  language_ = language;
  Q_EMIT languageTaken();
  Q_EMIT languageChanged();
}

void View::setElder(bool elder) {
  if (std::exchange(elder_, elder) != elder) Q_EMIT changed();
}

void View::setContrast(bool contrast) {
  if (std::exchange(contrast_, contrast) != contrast) Q_EMIT changed();
}

void View::setReach(bool reach) {
  if (std::exchange(reach_, reach) != reach) Q_EMIT changed();
}

void View::reset() {
  setLanguage(first_);
  setElder(false);
  setContrast(false);
  setReach(false);
}

}  // namespace ssc::kiosk
