#include "kiosk-app/models/question.hpp"

#include <algorithm>
#include <array>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/catalogue/forms.hpp"
#include "kiosk-app/models/correction_rows.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::kiosk {
namespace {

using catalogue::FieldKind;
using flows::Application;
using flows::FormEntry;
using flows::SignedInPerson;
using form::Rule;
using form::Shape;

constexpr std::size_t kMostDigits = 12;  // of a number without a mask (wire/form)

/// How a shape is answered, and the masks of those that only digits make.
struct ShapeRow {
  Shape shape;
  Entry entry;
  std::string_view mask;
};
constexpr std::array kShapes{
    ShapeRow{Shape::text, Entry::text, {}},
    ShapeRow{Shape::code, Entry::choice, {}},
    ShapeRow{Shape::flag, Entry::choice, {}},
    ShapeRow{Shape::count, Entry::digits, {}},
    ShapeRow{Shape::decimal, Entry::amount, {}},
    ShapeRow{Shape::date, Entry::digits, "dddd-dd-dd"},
    ShapeRow{Shape::month, Entry::digits, "dddd-dd"},
    ShapeRow{Shape::year, Entry::digits, "dddd"},
    ShapeRow{Shape::time, Entry::digits, "dddd-dd-dd dd:dd"},
};

constexpr std::array<std::string_view, 5> kEntryNames{"choice", "digits", "amount", "letters", "text"};

constexpr std::array kHidden{FieldKind::person, FieldKind::identifier, FieldKind::address, FieldKind::phone};

const ShapeRow& rowOf(Shape shape) {
  return *std::ranges::find(kShapes, shape, &ShapeRow::shape);
}

bool hasLetters(std::string_view mask) {
  return mask.find('w') != std::string_view::npos;
}

Entry entryOf(const Rule& rule) {
  if (rule.shape == Shape::code && rule.codes.empty()) return Entry::letters;
  if (rule.shape != Shape::text || rule.masks.empty()) return rowOf(rule.shape).entry;
  return std::ranges::any_of(rule.masks, hasLetters) ? Entry::letters : Entry::digits;
}

std::vector<std::string_view> masksOf(const Rule& rule) {
  const std::string_view own = rowOf(rule.shape).mask;
  if (!own.empty()) return {own};
  return {rule.masks.begin(), rule.masks.end()};
}

std::size_t mostOf(const Rule& rule) {
  return rule.shape == Shape::text || rule.shape == Shape::code ? rule.most : kMostDigits;
}

/// Two codes of one meaning are one choice: the first.
std::vector<Choice> choicesOf(const catalogue::Field& field, const Rule& rule) {
  std::vector<Choice> choices;
  for (const std::string_view code : rule.codes) {
    OwnText text = rule.shape == Shape::flag ? OwnText(catalogue::Text{code == "yes" ? "是" : "否", code})
                                             : OwnText(catalogue::codeText(field, code));
    if (std::ranges::find(choices, text.zh, [](const Choice& choice) { return choice.text.zh; }) ==
        choices.end())
      choices.push_back({std::string(code), std::move(text)});
  }
  return choices;
}

Question questionOf(const catalogue::Form& form, const catalogue::FormField& asked) {
  const Rule& rule = catalogue::ruleOf(form, asked);
  Question question;
  question.id = asked.field->id;
  question.label = asked.field->label;
  question.help = asked.help;
  question.entry = entryOf(rule);
  question.required = rule.required;
  question.hidden = rule.personal && std::ranges::find(kHidden, asked.field->kind) != kHidden.end();
  question.dated = !rowOf(rule.shape).mask.empty();
  question.most = mostOf(rule);
  question.masks = masksOf(rule);
  if (question.entry == Entry::choice) question.choices = choicesOf(*asked.field, rule);
  return question;
}

std::string today() {
  return wire::dayText(
      std::chrono::time_point_cast<wire::TimePoint::duration>(std::chrono::system_clock::now()));
}

// ---- corrections

constexpr std::size_t kMostCorrectionText = 360;  // beside what was chosen; the rule allows 400

std::string valueOf(const std::vector<FormEntry>& entries, std::string_view id) {
  const auto found = std::ranges::find(entries, id, &FormEntry::field);
  return found == entries.end() ? std::string() : found->value.reveal();
}

/// What was chosen, and what was written.
std::string whatOf(const std::vector<FormEntry>& entries) {
  const std::string code = valueOf(entries, "what"), more = valueOf(entries, "text");
  const auto* const row = std::ranges::find(kMistakes, code, &MistakeRow::id);
  const std::string chosen(row == kMistakes.end() ? std::string_view() : row->zh);
  return more.empty() ? chosen : chosen + "：" + more;
}

std::string rowName(const WrongRecord& record, const std::vector<FormEntry>& entries) {
  const std::string code = record.rows.size() == 1 ? record.rows.front().code : valueOf(entries, "row");
  const auto found = std::ranges::find(record.rows, code, &Choice::code);
  return found == record.rows.end() ? std::string() : found->text.zh;
}

flows::CorrectionRequest requestOf(const WrongRecord& record, const std::vector<FormEntry>& entries) {
  return {record.item, crypto::Personal(rowName(record, entries)), crypto::Personal(whatOf(entries)),
          valueOf(entries, "field")};
}

Question chosenFrom(const AskRow& row, std::vector<Choice> choices) {
  Question question;
  question.id = row.id;
  question.label = catalogue::Text{row.zh, row.en};
  question.help = catalogue::Text{row.helpZh, row.helpEn};
  question.entry = choices.empty() ? Entry::text : Entry::choice;
  question.required = row.required;
  question.most = kMostCorrectionText;
  question.choices = std::move(choices);
  return question;
}

std::vector<Choice> mistakes() {
  std::vector<Choice> choices;
  choices.reserve(kMistakes.size());
  for (const MistakeRow& row : kMistakes)
    choices.push_back({std::string(row.id), catalogue::Text{row.zh, row.en}});
  return choices;
}

/// The rules know row, field and text; a choice that is missing is said at its own question.
std::vector<catalogue::FormProblem> checkWrong(const WrongRecord& record,
                                               const std::vector<FormEntry>& entries) {
  const flows::CorrectionRequest request = requestOf(record, entries);
  const std::array<form::Value, 3> values{
      form::Value{"row", request.row.reveal()}, {"field", request.field}, {"text", request.text.reveal()}};
  auto problems = catalogue::checkCorrection(values, today());
  const bool said = !valueOf(entries, "what").empty();
  for (catalogue::FormProblem& problem : problems)
    if (problem.field == "text" && !said) problem.field = "what";
  return problems;
}

}  // namespace

std::string_view nameOf(Entry entry) {
  return kEntryNames.at(static_cast<std::size_t>(entry));
}

Paper formPaper(const catalogue::Item& item, const std::string& applyNo) {
  const catalogue::Form& form = *catalogue::formOf(item);
  Paper paper;
  paper.title = item.name;
  for (const catalogue::FormField& field : form.fields)
    paper.questions.push_back(questionOf(form, field));
  const std::string id(item.id);
  paper.check = [id, applyNo](const std::vector<FormEntry>& entries) {
    return Application::problemsOf({id, entries, applyNo}, today());
  };
  paper.send = [id, applyNo](Application& application, const SignedInPerson& person,
                             const std::vector<FormEntry>& entries) {
    return application.submit(person, {id, entries, applyNo});
  };
  return paper;
}

Paper correctionPaper(const WrongRecord& record) {
  Paper paper;
  paper.title = catalogue::Text{kCorrection.zh, kCorrection.en};
  if (record.rows.size() == 1) {
    paper.title.zh += " · " + record.rows.front().text.zh;
    paper.title.en += " · " + record.rows.front().text.en;
  }
  if (record.rows.size() > 1) paper.questions.push_back(chosenFrom(kAsks[0], record.rows));
  paper.questions.push_back(chosenFrom(kAsks[1], record.columns));
  paper.questions.push_back(chosenFrom(kAsks[2], mistakes()));
  paper.questions.push_back(chosenFrom(kAsks[3], {}));
  paper.check = [record](const std::vector<FormEntry>& entries) { return checkWrong(record, entries); };
  paper.send = [record](Application& application, const SignedInPerson& person,
                        const std::vector<FormEntry>& entries) {
    return application.correct(person, requestOf(record, entries));
  };
  return paper;
}

}  // namespace ssc::kiosk
