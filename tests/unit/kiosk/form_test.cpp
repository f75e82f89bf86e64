// Forms one question at a time: every form of the catalogue filled in key by key, answers that are wrong,
// changing one's mind, corrections of records.
#include "kiosk-app/models/form.hpp"

#include <doctest/doctest.h>

#include "kiosk-app/models/wrong_record.hpp"
#include "tests/unit/wire/form_values.hpp"

namespace ssc::kiosk::test {
namespace {

struct Bench {
  Bench() : view(*catalogue::findDistrict("liangping"), 4.0, QStringLiteral("zh")), form(view, office) {}

  void begin(const char* item, std::vector<flows::FormEntry> known = {}) {
    form.begin({}, formPaper(*catalogue::find(item), {}), std::move(known));
  }
  [[nodiscard]] std::string id() const {
    return form.question()[QStringLiteral("id")].toString().toStdString();
  }
  [[nodiscard]] QString entry() const { return form.question()[QStringLiteral("entry")].toString(); }
  void type(const std::string& text) {
    for (const QChar key : QString::fromStdString(text))
      form.press(QString(key));
  }
  void give(const std::string& value) {
    if (entry() == QStringLiteral("choice"))
      form.choose(QString::fromStdString(value));
    else
      type(value);
  }
  [[nodiscard]] QVariantMap line(const char* id) const {
    for (const QVariant& line : form.lines())
      if (line.toMap()[QStringLiteral("id")].toString() == QLatin1String(id)) return line.toMap();
    return {};
  }

  profile::Config config;
  Work work;
  OfficeWork office{work, config};
  View view;
  Form form;
};

/// As it is typed: a date without its hyphens, which its field puts in.
std::string typedValue(const form::Rule& rule) {
  using form::Shape;
  std::string value = ssc::test::validValue(rule);
  if (rule.shape != Shape::date && rule.shape != Shape::month && rule.shape != Shape::time) return value;
  std::erase_if(value, [](char c) { return c < '0' || c > '9'; });
  return value;
}

flows::Table table(std::initializer_list<std::initializer_list<const char*>> rows) {
  flows::Table made;
  made.columns = {{"name", "name"}, {"month", "month"}, {"paid_amount", "money"}};
  for (const auto& row : rows) {
    made.rows.emplace_back();
    for (const char* cell : row)
      made.rows.back().emplace_back(cell);
  }
  return made;
}

}  // namespace

TEST_CASE("every form of the catalogue is asked to its end, and its answers stand on the page to check") {
  Bench bench;
  CHECK(form::forms().size() == 72);
  for (const form::Form& rules : form::forms()) {
    CAPTURE(rules.item);
    bench.begin(std::string(rules.item).c_str());
    CHECK(bench.form.steps() == static_cast<int>(rules.fields.size()) + 1);
    for (const form::Rule& rule : rules.fields) {
      CAPTURE(rule.id);
      REQUIRE(bench.form.stage() == QStringLiteral("ask"));
      CHECK(bench.id() == rule.id);
      if (rule.required) {
        bench.form.next();
        CHECK_FALSE(bench.form.error().isEmpty());
      }
      bench.give(typedValue(rule));
      CHECK(bench.form.value().toStdString() == ssc::test::validValue(rule));
      bench.form.next();
    }
    REQUIRE(bench.form.stage() == QStringLiteral("check"));
    CHECK(bench.form.lines().size() == static_cast<qsizetype>(rules.fields.size()));
    for (const QVariant& line : bench.form.lines()) {
      CHECK_FALSE(line.toMap()[QStringLiteral("text")].toString().isEmpty());
      CHECK_FALSE(line.toMap().contains(QStringLiteral("error")));
    }
  }
}

TEST_CASE("what is known is shown first and not asked; what the record has in another form is asked") {
  Bench bench;
  bench.begin("LP-HR-007",
              {{"bank_last4", crypto::Personal("1234")}, {"region", crypto::Personal("nowhere")}});
  CHECK(bench.form.stage() == QStringLiteral("known"));
  REQUIRE(bench.form.lines().size() == 1);
  CHECK(bench.line("bank_last4")[QStringLiteral("masked")].toString() == QStringLiteral("1***4"));
  CHECK(bench.form.step() == 1);
  bench.form.next();
  CHECK(bench.form.step() == 2);
  bench.form.back();
  CHECK(bench.form.stage() == QStringLiteral("known"));
  bench.form.change(QStringLiteral("bank_last4"));
  CHECK(bench.form.step() == 0);
  for (int i = 0; i < 4; ++i)
    bench.form.erase();
  bench.type("56789");
  CHECK(bench.form.value() == QStringLiteral("5678"));  // a fifth digit has no place
  bench.form.next();
  CHECK(bench.form.stage() == QStringLiteral("known"));
  CHECK(bench.line("bank_last4")[QStringLiteral("text")].toString() == QStringLiteral("5678"));
}

TEST_CASE("back keeps what was answered; from the first question the form is left and nothing stays") {
  Bench bench;
  int left = 0;
  QObject::connect(&bench.form, &Form::left, [&] { ++left; });
  bench.begin("LP-OT-051");
  bench.form.choose(bench.form.question()[QStringLiteral("choices")]
                        .toList()[0]
                        .toMap()[QStringLiteral("code")]
                        .toString());
  const QString chosen = bench.form.value();
  bench.form.next();
  bench.form.back();
  CHECK(bench.form.value() == chosen);
  CHECK(left == 0);
  bench.form.back();
  CHECK(left == 1);
  CHECK_FALSE(bench.form.isOpen());
  CHECK(bench.form.lines().isEmpty());
}

TEST_CASE("an end before its beginning is said at its line, and nothing is sent") {
  Bench bench;
  const form::Form& rules = *form::findForm("LP-HR-041");
  bench.begin("LP-HR-041");
  for (const form::Rule& rule : rules.fields) {
    bench.give(rule.id == "leave_from" ? "20260201" : rule.id == "leave_to" ? "20260131" : typedValue(rule));
    bench.form.next();
  }
  REQUIRE(bench.form.stage() == QStringLiteral("check"));
  bench.form.send();
  CHECK(bench.form.stage() == QStringLiteral("check"));
  CHECK_FALSE(bench.line("leave_to")[QStringLiteral("error")].toString().isEmpty());
  bench.form.change(QStringLiteral("leave_to"));
  for (int i = 0; i < 8; ++i)
    bench.form.erase();
  bench.type("20260202");
  bench.form.next();
  CHECK(bench.form.stage() == QStringLiteral("check"));
  CHECK_FALSE(bench.line("leave_to").contains(QStringLiteral("error")));
}

TEST_CASE("a form that is interrupted goes on where it was, and one that has not begun begins anew") {
  Bench bench;
  CHECK_FALSE(bench.form.resume());
  bench.begin("LP-HR-061");
  while (bench.form.stage() == QStringLiteral("ask")) {
    bench.give(typedValue(*form::findRule(*form::findForm("LP-HR-061"), bench.id())));
    bench.form.next();
  }
  bench.form.send();
  CHECK(bench.form.stage() == QStringLiteral("sending"));
  CHECK(bench.form.resume());
  CHECK(bench.form.stage() == QStringLiteral("check"));
  CHECK(bench.form.lines().size() == 4);
}

TEST_CASE("two codes of one meaning are one choice") {
  Bench bench;
  bench.begin("LP-HR-001");
  while (bench.id() != "employment_kind") {
    bench.give(typedValue(*form::findRule(*form::findForm("LP-HR-001"), bench.id())));
    bench.form.next();
  }
  QStringList texts;
  for (const QVariant& choice : bench.form.question()[QStringLiteral("choices")].toList())
    texts.append(choice.toMap()[QStringLiteral("text")].toString());
  CHECK(texts.removeDuplicates() == 0);
  CHECK(texts.size() > 3);
}

TEST_CASE("a correction of one record asks for line, mistake and words; of a table for the record first") {
  const catalogue::Item& item = *catalogue::find("LP-HR-033");
  const flows::Table records = table({{"张三", "2026-10", "3311"}, {"张三", "2026-09", "3300"}});
  Bench bench;
  bench.form.begin({}, correctionPaper(wrongRecordOf(item, records, 1)), {});
  CHECK(bench.id() == "field");
  bench.form.begin({}, correctionPaper(wrongRecordOf(item, records, -1)), {});
  CHECK(bench.id() == "row");
  const QVariantList rows = bench.form.question()[QStringLiteral("choices")].toList();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].toMap()[QStringLiteral("text")].toString() ==
        QStringLiteral("第 1 条：2026年10月 · 3,311.00"));
  for (const char* answer : {"1", "paid_amount", "wrong"}) {
    bench.form.choose(QLatin1String(answer));
    bench.form.next();
  }
  CHECK(bench.id() == "text");
  bench.form.next();  // may stay empty
  CHECK(bench.form.stage() == QStringLiteral("check"));
}

TEST_CASE("a name in a record is not shown where one says what is wrong with it") {
  const WrongRecord record =
      wrongRecordOf(*catalogue::find("LP-HR-033"), table({{"张三", "2026-10", "1"}}), 0);
  for (const Choice& choice : record.columns)
    CHECK(choice.text.zh.find("张") == std::string::npos);
  for (const Choice& choice : record.rows)
    CHECK(choice.text.zh.find("张") == std::string::npos);
}

}  // namespace ssc::kiosk::test
