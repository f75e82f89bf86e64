#include "kiosk-app/models/questions.hpp"

#include <algorithm>

#include "kiosk-app/models/services.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

constexpr std::string_view kStart = "start";

const QuestionRow* questionNamed(std::string_view id) {
  const auto* const row = std::ranges::find(kQuestions, id, &QuestionRow::id);
  return row == kQuestions.end() ? nullptr : row;
}

/// The number of the answer among all of its question's, so that it stays the same in every district.
QString idOf(const QuestionRow& question, const AnswerRow& answer) {
  return toQt(question.id) + QLatin1Char('-') + QString::number(&answer - question.answers.data());
}

bool isIn(const Service& service, const catalogue::District& district) {
  if (service.page != nullptr) return service.page->isFor(district);
  return service.item == nullptr || &service.item->catalogue() == district.catalogue;
}

}  // namespace

Questions::Questions(const catalogue::District& district, const View& view, QObject* parent)
    : QObject(parent), district_(district), view_(view) {
  connect(&view, &View::languageChanged, this, &Questions::changed);
}

std::string_view Questions::serviceOf(const AnswerRow& answer) const {
  const auto found = std::ranges::find_if(answer.services, [&](std::string_view id) {
    const auto service = serviceNamed(id);
    return service && isIn(*service, district_);
  });
  return found == answer.services.end() ? std::string_view() : *found;
}

bool Questions::leads(const AnswerRow& answer) const {
  if (answer.question.empty()) return !serviceOf(answer).empty();
  const QuestionRow* next = questionNamed(answer.question);
  return next != nullptr &&
         std::ranges::any_of(next->answers, [this](const AnswerRow& each) { return leads(each); });
}

QString Questions::text() const {
  return isOpen() ? view_.in({way_.back()->zh, way_.back()->en}) : QString();
}

QVariantList Questions::answers() const {
  QVariantList rows;
  if (!isOpen()) return rows;
  for (const AnswerRow& answer : way_.back()->answers) {
    if (!leads(answer)) continue;
    const auto service = serviceNamed(serviceOf(answer));
    rows.append(QVariantMap{{QStringLiteral("id"), idOf(*way_.back(), answer)},
                            {QStringLiteral("title"), view_.in({answer.zh, answer.en})},
                            {QStringLiteral("service"), service ? view_.in(service->name) : QString()}});
  }
  return rows;
}

void Questions::begin() {
  way_ = {questionNamed(kStart)};
  Q_EMIT changed();
}

void Questions::answer(const QString& id) {
  if (!isOpen()) return;
  const auto& all = way_.back()->answers;
  const auto found = std::ranges::find_if(
      all, [&](const AnswerRow& row) { return idOf(*way_.back(), row) == id && leads(row); });
  if (found == all.end()) return;
  if (found->question.empty()) {
    Q_EMIT chosen(toQt(serviceOf(*found)));
    return;
  }
  way_.push_back(questionNamed(found->question));
  Q_EMIT changed();
}

void Questions::back() {
  if (!isOpen()) return;
  way_.pop_back();
  Q_EMIT changed();
}

void Questions::close() {
  way_.clear();
  Q_EMIT changed();
}

}  // namespace ssc::kiosk
