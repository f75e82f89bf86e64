// Plain questions that lead to a service.
#include "kiosk-app/models/questions.hpp"

#include <doctest/doctest.h>
#include <set>

#include "kiosk-app/models/services.hpp"

namespace ssc::kiosk::test {
namespace {

struct Bench {
  explicit Bench(std::string_view district)
      : site(*catalogue::findDistrict(district)),
        view(site, 4.0, QStringLiteral("zh")),
        questions(site, view) {
    QObject::connect(&questions, &Questions::chosen,
                     [this](const QString& service) { reached.insert(service.toStdString()); });
  }

  /// Answers everything from where it stands, and comes back there.
  void walk() {
    deepest = std::max(deepest, questions.depth());
    const int depth = questions.depth();
    const QString text = questions.text();
    const auto answers = questions.answers();
    CHECK_FALSE(answers.isEmpty());
    CHECK(answers.size() <= 8);
    for (const QVariant& row : answers) {
      const QVariantMap answer = row.toMap();
      const auto before = reached.size();
      questions.answer(answer[QStringLiteral("id")].toString());
      const bool isLeaf = !answer[QStringLiteral("service")].toString().isEmpty();
      CHECK(isLeaf == (questions.depth() == depth));
      if (isLeaf) {
        leaves += reached.size() - before;
        continue;
      }
      walk();
      questions.back();
      CHECK(questions.text() == text);
    }
  }

  const catalogue::District& site;
  View view;
  Questions questions;
  std::set<std::string, std::less<>> reached;
  std::size_t leaves = 0;
  int deepest = 0;
};

}  // namespace

TEST_CASE(
    "the answers lead to every query, document and proof of a district, to none of another, in three "
    "questions") {
  for (const catalogue::District& district : catalogue::districts()) {
    Bench bench(district.id);
    bench.questions.begin();
    bench.walk();
    CHECK(bench.deepest <= 3);
    CHECK(bench.leaves == bench.reached.size());
    for (const catalogue::Item& item : catalogue::items()) {
      const Way way = wayOf(item);
      const bool isHere = &item.catalogue() == district.catalogue;
      const bool isSelfService = way == Way::ask || way == Way::print || way == Way::prove;
      if (isSelfService || !isHere) CHECK_MESSAGE(bench.reached.contains(item.id) == isHere, item.id);
    }
    for (const std::string& id : bench.reached)
      CHECK_MESSAGE(serviceNamed(id).has_value(), id);
    CHECK(bench.reached.contains("card-loss"));
  }
}

TEST_CASE("back leads to the question before, and out of the first one") {
  Bench bench("liangping");
  CHECK_FALSE(bench.questions.isOpen());
  CHECK(bench.questions.answers().isEmpty());
  bench.questions.begin();
  CHECK(bench.questions.depth() == 1);
  bench.questions.answer(QStringLiteral("start-2"));
  CHECK(bench.questions.depth() == 2);
  bench.questions.back();
  bench.questions.back();
  CHECK_FALSE(bench.questions.isOpen());
  bench.questions.back();
  CHECK(bench.questions.text().isEmpty());
}

TEST_CASE("an answer of another question, or of another district, leads nowhere") {
  Bench bench("liangping");
  bench.questions.begin();
  for (const char* id : {"medical-0", "start-99", "start", ""})
    bench.questions.answer(QString::fromLatin1(id));
  CHECK(bench.questions.depth() == 1);
  bench.questions.answer(QStringLiteral("start-0"));
  bench.questions.answer(QStringLiteral("medical-1"));  // an item of Yongzhou
  CHECK(bench.reached.empty());
  CHECK(bench.questions.depth() == 2);
}

}  // namespace ssc::kiosk::test
