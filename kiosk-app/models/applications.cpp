#include "kiosk-app/models/applications.hpp"

#include <algorithm>
#include <array>

#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/application_rows.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {

using flows::Application;
using flows::ApplicationDetail;
using flows::Outcome;

Applications::Applications(const View& view, OfficeWork& office, QObject* parent)
    : QObject(parent), view_(view), office_(office) {
  connect(&view_, &View::languageChanged, this, &Applications::changed);
}

QVariantMap Applications::rowOf(const flows::ApplicationLine& line) const {
  const ApplicationStateRow& state = stateRow(line.state);
  const catalogue::Item* item = catalogue::find(line.item);
  const auto language = view_.languageOfFlows();
  return {{QStringLiteral("number"), toQt(line.applyNo)},
          {QStringLiteral("title"), item == nullptr ? toQt(line.item) : view_.in(item->name)},
          {QStringLiteral("correction"), line.kind == "correction"},
          {QStringLiteral("state"), view_.in({state.zh, state.en})},
          {QStringLiteral("hint"), view_.in({state.hintZh, state.hintEn})},
          {QStringLiteral("at"), toQt(render::dateText(line.submittedAt, language))},
          {QStringLiteral("reason"), toQt(line.reason)},
          {QStringLiteral("until"), toQt(render::dateText(line.until, language))},
          {QStringLiteral("canWithdraw"), state.open},
          {QStringLiteral("canCorrect"), line.state == "RETURNED" && line.kind == "form"}};
}

QVariantList Applications::rows() const {
  QVariantList rows;
  for (const flows::ApplicationLine& line : lines_)
    rows.append(rowOf(line));
  return rows;
}

void Applications::setWorking(bool working) {
  working_ = working;
  Q_EMIT changed();
}

void Applications::load(std::function<Outcome<void>(Application&)> before) {
  if (!person_) return;
  setWorking(true);
  office_.run<Lines>(
      [person = *person_, before = std::move(before)](const DeskPtr& desk,
                                                      const std::stop_token& stop) -> Outcome<Lines> {
        Application application(*desk, stop);
        if (const auto done = before(application); !done) return tl::unexpected(done.error());
        return application.list(person);
      },
      [this](Outcome<Lines> lines) {
        if (!lines) {
          clear();
          Q_EMIT failed(lines.error());
          return;
        }
        lines_ = std::move(*lines);
        setWorking(false);
        Q_EMIT ready();
      });
}

void Applications::open(const flows::SignedInPerson& person) {
  clear();
  person_ = person;
  load([](Application&) { return Outcome<void>(); });
}

void Applications::clear() {
  person_.reset();
  lines_.clear();
  asking_.clear();
  setWorking(false);
}

void Applications::withdraw(const QString& number) {
  asking_ = number;
  Q_EMIT changed();
}

void Applications::keep() {
  asking_.clear();
  Q_EMIT changed();
}

void Applications::confirm() {
  if (!person_ || asking_.isEmpty() || working_) return;
  load([person = *person_,
        number = std::exchange(asking_, QString()).toStdString()](Application& application) -> Outcome<void> {
    const auto done = application.withdraw(person, number);
    if (!done) return tl::unexpected(done.error());
    return {};
  });
}

void Applications::correct(const QString& number) {
  if (!person_ || working_) return;
  setWorking(true);
  office_.run<ApplicationDetail>(
      [person = *person_, number = number.toStdString()](const DeskPtr& desk, const std::stop_token& stop) {
        return Application(*desk, stop).one(person, number);
      },
      [this](Outcome<ApplicationDetail> detail) {
        setWorking(false);
        if (!detail) {
          Q_EMIT failed(detail.error());
          return;
        }
        Q_EMIT again(*detail);
      });
}

}  // namespace ssc::kiosk
