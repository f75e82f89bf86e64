#include "kiosk-app/models/form.hpp"

#include <algorithm>
#include <array>

#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/masked.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {

using catalogue::FormProblem;
using flows::FormEntry;
using flows::Outcome;

namespace {

constexpr std::array kStageNames{"none", "loading", "known", "ask", "check", "sending"};

/// What a form's shape is to the one who reads a value.
std::string_view kindOf(const Question& question) {
  if (question.dated) return "date";
  return question.entry == Entry::amount ? "money" : "text";
}

}  // namespace

Form::Form(const View& view, OfficeWork& office, QObject* parent)
    : QObject(parent), view_(view), office_(office) {
  connect(&view_, &View::languageChanged, this, [this] {
    Q_EMIT changed();
    Q_EMIT typed();
  });
}

// ---- words

QString Form::in(const OwnText& text) const {
  return view_.in(catalogue::Text{text.zh, text.en});
}

QString Form::in(const FormProblem& problem) const {
  return view_.in(catalogue::Text{problem.zh, problem.en});
}

QString Form::stage() const {
  return QString::fromLatin1(kStageNames.at(static_cast<std::size_t>(stage_)));
}

QString Form::title() const {
  return in(paper_.title);
}

int Form::steps() const {
  return static_cast<int>(way_.size() + (known_.empty() ? 0 : 1) + 1);
}

int Form::step() const {
  const auto before = known_.empty() ? 0U : 1U;
  if (detour_) return 0;
  if (stage_ == Stage::known) return 1;
  return stage_ == Stage::ask ? static_cast<int>(before + stop_ + 1) : steps();
}

QVariantMap Form::question() const {
  if (stage_ != Stage::ask) return {};
  QVariantList choices;
  for (const Choice& choice : asked().choices)
    choices.append(
        QVariantMap{{QStringLiteral("code"), toQt(choice.code)}, {QStringLiteral("text"), in(choice.text)}});
  return {{QStringLiteral("id"), toQt(asked().id)},
          {QStringLiteral("label"), in(asked().label)},
          {QStringLiteral("help"), in(asked().help)},
          {QStringLiteral("entry"), toQt(nameOf(asked().entry))},
          {QStringLiteral("required"), asked().required},
          {QStringLiteral("choices"), choices},
          {QStringLiteral("hyphen"), typing_.takesHyphen()}};
}

QString Form::wordsOf(const Question& question) const {
  const auto answer = answers_.find(question.id);
  if (answer == answers_.end()) return {};
  const std::string& value = answer->second.reveal();
  const auto choice = std::ranges::find(question.choices, value, &Choice::code);
  if (choice != question.choices.end()) return in(choice->text);
  return toQt(render::valueText(kindOf(question), value, view_.languageOfFlows()));
}

QVariantMap Form::lineOf(const Question& question) const {
  const QString text = wordsOf(question);
  QVariantMap line{{QStringLiteral("id"), toQt(question.id)},
                   {QStringLiteral("label"), in(question.label)},
                   {QStringLiteral("text"), text}};
  if (question.hidden && !text.isEmpty()) line.insert(QStringLiteral("masked"), hidden(text));
  const auto problem = std::ranges::find(problems_, question.id, &FormProblem::field);
  if (problem != problems_.end()) line.insert(QStringLiteral("error"), in(*problem));
  return line;
}

QVariantList Form::lines() const {
  QVariantList lines;
  if (stage_ != Stage::known && stage_ != Stage::check) return lines;
  for (const Question& question : paper_.questions)
    if (stage_ == Stage::check || isKnown(question.id)) lines.append(lineOf(question));
  return lines;
}

QString Form::error() const {
  if (stage_ != Stage::ask) return {};
  const auto problem = std::ranges::find(problems_, asked().id, &FormProblem::field);
  return problem == problems_.end() ? QString() : in(*problem);
}

QString Form::value() const {
  if (stage_ != Stage::ask) return {};
  return toQt(asked().entry == Entry::choice ? code_ : typing_.value());
}

QStringList Form::parts() const {
  QStringList parts;
  if (stage_ != Stage::ask) return parts;
  for (const std::string& part : typing_.parts())
    parts.append(toQt(part));
  return parts;
}

QString Form::letters() const {
  return toQt(typing_.letters());
}

QStringList Form::candidates() const {
  QStringList texts;
  for (const Pinyin::Candidate& candidate : typing_.candidates())
    texts.append(toQt(candidate.text));
  return texts;
}

// ---- the way through

bool Form::isKnown(std::string_view id) const {
  return std::ranges::find(known_, id) != known_.end();
}

std::vector<FormEntry> Form::entries() const {
  std::vector<FormEntry> entries;
  for (const Question& question : paper_.questions)
    if (const auto answer = answers_.find(question.id); answer != answers_.end())
      entries.push_back({question.id, answer->second});
  return entries;
}

std::vector<FormProblem> Form::problemsOf(std::string_view id) const {
  std::vector<FormProblem> own;
  for (FormProblem& problem : paper_.check(entries()))
    if (problem.field == id) own.push_back(std::move(problem));
  return own;
}

void Form::open(const flows::SignedInPerson& person, const catalogue::Item& item) {
  clear();
  paper_ = formPaper(item, {});
  go(Stage::loading);
  office_.run<std::vector<FormEntry>>(
      [person, id = std::string(item.id)](const DeskPtr& desk, const std::stop_token& stop) {
        return flows::Application(*desk, stop).known(person, id);
      },
      [this, person, &item](Outcome<std::vector<FormEntry>> known) {
        if (stage_ != Stage::loading) return;
        // Nobody is kept from a form because it could not be filled in beforehand.
        begin(person, formPaper(item, {}), known ? std::move(*known) : std::vector<FormEntry>{});
      });
}

void Form::begin(const flows::SignedInPerson& person, Paper paper, std::vector<FormEntry> known) {
  clear();
  person_ = person;
  paper_ = std::move(paper);
  for (FormEntry& entry : known) {
    answers_[entry.field] = std::move(entry.value);
    if (problemsOf(entry.field).empty())
      known_.push_back(entry.field);
    else
      answers_.erase(entry.field);  // the record has it in another form: it is asked
  }
  for (std::size_t i = 0; i < paper_.questions.size(); ++i)
    if (!isKnown(paper_.questions[i].id)) way_.push_back(i);
  if (!known_.empty()) return go(Stage::known);
  stop_ = 0;
  askNext();
}

bool Form::resume() {
  if (stage_ == Stage::sending) go(Stage::check);
  return stage_ != Stage::none && stage_ != Stage::loading;
}

void Form::clear() {
  typing_.clear();
  code_.clear();
  answers_.clear();
  known_.clear();
  way_.clear();
  problems_.clear();
  person_.reset();
  paper_ = {};
  detour_.reset();
  at_ = stop_ = 0;
  go(Stage::none);
}

void Form::go(Stage stage) {
  stage_ = stage;
  Q_EMIT changed();
  Q_EMIT typed();
}

void Form::ask(std::size_t question) {
  at_ = question;
  const auto answer = answers_.find(asked().id);
  const std::string value = answer == answers_.end() ? std::string() : answer->second.reveal();
  code_ = asked().entry == Entry::choice ? value : std::string();
  typing_.begin(asked(), asked().entry == Entry::choice ? std::string_view() : value);
  typing_.setPinyin(view_.languageOfFlows() == profile::Language::zh);
  go(Stage::ask);
}

/// The question at this stop of the way, or the page to check behind the last one.
void Form::askNext() {
  problems_.clear();
  if (stop_ < way_.size()) return ask(way_[stop_]);
  go(Stage::check);
}

void Form::leaveDetour() {
  const Stage goal = *detour_;
  detour_.reset();
  go(goal);
}

void Form::next() {
  if (stage_ == Stage::known) {
    stop_ = 0;
    return askNext();
  }
  if (stage_ != Stage::ask) return;
  if (asked().entry != Entry::choice) typing_.finish();
  const std::string value = asked().entry == Entry::choice ? code_ : typing_.value();
  if (value.empty())
    answers_.erase(asked().id);
  else
    answers_[asked().id] = crypto::Personal(value);
  problems_ = problemsOf(asked().id);
  if (!problems_.empty()) {
    Q_EMIT typed();
    return;
  }
  if (detour_) return leaveDetour();
  ++stop_;
  askNext();
}

void Form::back() {
  problems_.clear();
  if (detour_) return leaveDetour();
  if (stage_ == Stage::check) stop_ = way_.size();
  const bool first = stage_ == Stage::known || stage_ == Stage::loading || stop_ == 0;
  if (!first) {
    --stop_;
    return ask(way_[stop_]);
  }
  if (stage_ != Stage::known && !known_.empty()) return go(Stage::known);
  clear();
  Q_EMIT left();
}

void Form::change(const QString& id) {
  if (stage_ != Stage::known && stage_ != Stage::check) return;
  const auto question = std::ranges::find(paper_.questions, id.toStdString(), &Question::id);
  if (question == paper_.questions.end()) return;
  detour_ = stage_;
  ask(static_cast<std::size_t>(question - paper_.questions.begin()));
}

void Form::send() {
  if (stage_ != Stage::check || !person_) return;
  problems_ = paper_.check(entries());
  if (!problems_.empty()) return go(Stage::check);
  go(Stage::sending);
  office_.run<flows::Accepted>(
      [person = *person_, send = paper_.send, given = entries()](const DeskPtr& desk,
                                                                 const std::stop_token& stop) {
        flows::Application application(*desk, stop);
        return send(application, person, given);
      },
      [this](Outcome<flows::Accepted> answer) {
        if (!answer) {
          Q_EMIT failed(answer.error());
          return;
        }
        const flows::Accepted done = std::move(*answer);
        clear();
        Q_EMIT accepted(done);
      });
}

// ---- keys

void Form::press(const QString& key) {
  if (stage_ != Stage::ask) return;
  problems_.clear();
  typing_.press(key.toStdString());
  Q_EMIT typed();
}

void Form::erase() {
  if (stage_ != Stage::ask) return;
  problems_.clear();
  typing_.erase();
  Q_EMIT typed();
}

void Form::pick(int candidate) {
  if (stage_ != Stage::ask || candidate < 0) return;
  typing_.pick(static_cast<std::size_t>(candidate));
  Q_EMIT typed();
}

void Form::setPinyin(bool on) {
  typing_.setPinyin(on);
  Q_EMIT typed();
}

void Form::choose(const QString& code) {
  if (stage_ != Stage::ask || asked().entry != Entry::choice) return;
  const std::string chosen = code.toStdString();
  code_ = code_ == chosen && !asked().required ? std::string() : chosen;
  problems_.clear();
  Q_EMIT typed();
}

}  // namespace ssc::kiosk
