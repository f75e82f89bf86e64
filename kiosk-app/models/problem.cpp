#include "kiosk-app/models/problem.hpp"

#include <algorithm>
#include <array>

#include "kiosk-app/models/services.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

using flows::Reason;

// Nothing the holder could do again would help; beside the troubles of cards.
constexpr std::array kForClerks{Reason::badConfiguration, Reason::officeNotConfigured, Reason::badCardId,
                                Reason::notSupported, Reason::noPinSource};

bool isForClerk(const flows::Failure& failure) {
  return std::ranges::find(kForClerks, failure.reason) != kForClerks.end();
}

}  // namespace

Problem::Problem(const View& view, QObject* parent) : QObject(parent), view_(view) {
  connect(&view_, &View::languageChanged, this, &Problem::changed);
}

QString Problem::title() const {
  return trouble() == nullptr ? QString() : view_.in(trouble()->title);
}

QString Problem::text() const {
  if (!failure_) return {};
  const bool ownWords = trouble() == nullptr || trouble()->text.zh.empty();
  return ownWords ? view_.in(*failure_) : view_.in(trouble()->text);
}

QString Problem::picture() const {
  return trouble() == nullptr ? QString() : toQt(trouble()->picture);
}

QString Problem::code() const {
  if (!failure_) return {};
  return QString::number(failure_->infcode != 0 ? static_cast<int>(failure_->infcode) : failure_->code());
}

QString Problem::next() const {
  if (!failure_) return {};
  const NextStep step = trouble() != nullptr    ? trouble()->next
                        : isForClerk(*failure_) ? NextStep::clerk
                                                : NextStep::again;
  if (step == NextStep::again) return again_;
  const bool leadsBack = step == NextStep::service && trouble()->service == service_;
  return step == NextStep::clerk || leadsBack ? QStringLiteral("clerk") : QStringLiteral("service");
}

QString Problem::service() const {
  return trouble() == nullptr ? QString() : toQt(trouble()->service);
}

QString Problem::serviceName() const {
  const auto named = serviceNamed(service().toStdString());
  return named ? view_.in(named->name) : QString();
}

bool Problem::endsWithCard() const {
  return trouble() != nullptr && trouble()->endsWithCard;
}

const Trouble* Problem::trouble() const {
  return failure_ ? troubleOf(*failure_, way_) : nullptr;
}

void Problem::show(const flows::Failure& failure, const QString& again, std::string_view service,
                   std::string_view way) {
  failure_ = failure;
  way_ = way;
  again_ = again;
  service_ = service;
  Q_EMIT changed();
}

void Problem::clear() {
  failure_.reset();
  Q_EMIT changed();
}

}  // namespace ssc::kiosk
