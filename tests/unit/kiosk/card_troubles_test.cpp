// What may be wrong with a card: every row has words, one next step, and a way that exists.
#include "kiosk-app/models/card_troubles.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>

#include "kiosk-app/models/problem.hpp"
#include "kiosk-app/models/services.hpp"

namespace ssc::kiosk::test {
namespace {

using flows::Failure;
using flows::Reason;

struct Bench {
  Bench() : view(*catalogue::findDistrict("liangping"), 4.0, QStringLiteral("zh")), problem(view) {}

  void refused(unsigned infcode) {
    Failure failure{Reason::officeRefused, "", {}};
    failure.infcode = infcode;
    problem.show(failure, QStringLiteral("signIn"));
  }

  View view;
  Problem problem;
};

}  // namespace

TEST_CASE("every trouble has a title in both languages, a picture that is drawn, and a service that exists") {
  constexpr std::array kDrawn{std::string_view(),      std::string_view("insert"),  std::string_view("wipe"),
                              std::string_view("pad"), std::string_view("id-card"), std::string_view("face")};
  for (const Trouble& trouble : cardTroubles()) {
    CHECK_FALSE(trouble.title.zh.empty());
    CHECK_FALSE(trouble.title.en.empty());
    CHECK(trouble.text.zh.empty() == trouble.text.en.empty());
    CHECK(std::ranges::find(kDrawn, trouble.picture) != kDrawn.end());
    CHECK((trouble.next == NextStep::service) == serviceNamed(trouble.service).has_value());
    CHECK((trouble.infcode != 0) == (trouble.reason == Reason::officeRefused));
  }
}

TEST_CASE("no trouble stands in the table twice") {
  for (const Trouble& trouble : cardTroubles()) {
    Failure failure{trouble.reason, "", {}};
    failure.infcode = trouble.infcode;
    CHECK(troubleOf(failure, trouble.way) == &trouble);
  }
}

TEST_CASE("each state of a card has its own words and its own next step") {
  Bench bench;
  struct Row {
    unsigned infcode;
    const char *title, *next, *service;
  };
  for (const Row& row :
       {Row{2104, "卡片已锁定", "clerk", ""}, Row{2105, "卡片已挂失", "service", "card-release"},
        Row{2106, "新卡还没有启用", "service", "card-enable"}, Row{2107, "卡片已注销", "clerk", ""}}) {
    bench.refused(row.infcode);
    CHECK(bench.problem.title() == QString::fromUtf8(row.title));
    CHECK(bench.problem.next() == QString::fromUtf8(row.next));
    CHECK(bench.problem.service() == QString::fromUtf8(row.service));
  }
}

TEST_CASE("a sign-in by id card has words of its own, and those of any other where it has none") {
  Bench bench;
  Failure failure{Reason::officeRefused, "", {}};
  for (const unsigned infcode : {2108U, 2302U, 4105U}) {
    failure.infcode = infcode;
    bench.problem.show(failure, QStringLiteral("signIn"));
    const QString byCard = bench.problem.title();
    bench.problem.show(failure, QStringLiteral("signIn"), {}, "id");
    CHECK_FALSE(bench.problem.title().isEmpty());
    CHECK(bench.problem.title() != byCard);
  }
  bench.problem.show({Reason::faceNotAlike, "", {}}, QStringLiteral("signIn"), {}, "id");
  CHECK(bench.problem.next() == QStringLiteral("signIn"));
  CHECK(bench.problem.picture() == QStringLiteral("face"));
}

TEST_CASE("a service that fails is not its own way out: a formal loss cannot be released") {
  Bench bench;
  Failure failure{Reason::officeRefused, "", {}};
  failure.infcode = 2105;
  bench.problem.show(failure, QStringLiteral("retry"), "card-release");
  CHECK(bench.problem.next() == QStringLiteral("clerk"));
}

TEST_CASE("a wrong password keeps the words that say how many tries are left") {
  Bench bench;
  Failure failure{Reason::pinWrong, "", {}};
  failure.number = 4;
  bench.problem.show(failure, QStringLiteral("retry"));
  CHECK(bench.problem.text().contains(QStringLiteral("4")));
  CHECK(bench.problem.next() == QStringLiteral("retry"));
}

TEST_CASE("what is no trouble of cards has the words of its reason, and is tried again") {
  Bench bench;
  bench.problem.show({Reason::officeUnreachable, "", {}}, QStringLiteral("retry"));
  CHECK(bench.problem.title().isEmpty());
  CHECK_FALSE(bench.problem.text().isEmpty());
  CHECK(bench.problem.next() == QStringLiteral("retry"));
}

TEST_CASE("a card that lies wrong ends its trouble when it lies right; a locked one does not") {
  Bench bench;
  bench.problem.show({Reason::cardMute, "", {}}, QString());
  CHECK(bench.problem.endsWithCard());
  CHECK(bench.problem.picture() == QStringLiteral("insert"));
  bench.refused(2104);
  CHECK_FALSE(bench.problem.endsWithCard());
}

}  // namespace ssc::kiosk::test
