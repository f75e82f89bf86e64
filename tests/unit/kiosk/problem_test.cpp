// Whatever goes wrong is told to a citizen in words: no code first, nothing technical, one next step.
#include "kiosk-app/models/problem.hpp"

#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <doctest/doctest.h>

#include "hostlib/flows/reason.hpp"
#include "wire/office/transaction.hpp"

namespace ssc::kiosk::test {
namespace {

using flows::Failure;
using flows::Reason;

constexpr const char* kWhere = "VERIFY 63C2 /etc/ssc/ssc.toml";  // what a technician reads, and nobody else
constexpr unsigned kInfcodes = 10'000;
constexpr int kMostHanzi = 60, kMostLetters = 200;  // what stands on the screen in large text

/// Everything that a flow can fail with.
std::vector<Failure> everything() {
  std::vector<Failure> all;
  for (const auto& row : flows::kReasonRows) {
    Failure failure{row.reason, kWhere, apdu::StatusWord{0x63C2}};
    failure.number = 3;
    if (row.reason != Reason::officeRefused) all.push_back(failure);
  }
  for (unsigned infcode = 0; infcode < kInfcodes; ++infcode) {
    Failure failure{Reason::officeRefused, kWhere, {}};
    failure.number = 3;
    failure.infcode = infcode;
    if (wire::office::findError(infcode) != nullptr || infcode == kInfcodes - 1) all.push_back(failure);
  }
  return all;
}

struct Bench {
  View view{*catalogue::findDistrict("liangping"), 4.0, QStringLiteral("zh")};
  Problem problem{view};
};

void checkWords(const QString& text, const QString& language) {
  static const QRegularExpression beginsWithWords(QStringLiteral(R"(^[\x{4e00}-\x{9fff}A-Z“"])")),
      technical(QStringLiteral(
          R"(\{n\}|\{|0x|\b(?=[0-9A-F]*[A-F])(?=[0-9A-F]*[0-9])[0-9A-F]{4,}\b|[a-z]+[A-Z]|/|\.toml|errno|NULL|APDU|infcode)"));
  CHECK(beginsWithWords.match(text).hasMatch());
  CHECK_FALSE(technical.match(text).hasMatch());
  CHECK_FALSE(text.contains(QLatin1String(kWhere)));
  CHECK(text.size() <= (language == QStringLiteral("zh") ? kMostHanzi : kMostLetters));
}

}  // namespace

TEST_CASE("each failure has words in both languages, and its number apart from them") {
  Bench bench;
  const auto all = everything();
  REQUIRE(all.size() > 110);
  for (const Failure& failure : all) {
    for (const auto* const language : {"zh", "en"}) {
      bench.view.setLanguage(QString::fromLatin1(language));
      bench.problem.show(failure, QStringLiteral("retry"));
      CAPTURE(static_cast<int>(failure.reason));
      CAPTURE(failure.infcode);
      CAPTURE(bench.problem.text().toStdString());
      checkWords(bench.problem.text(), bench.view.language());
      if (!bench.problem.title().isEmpty()) checkWords(bench.problem.title(), bench.view.language());
      CHECK_FALSE(bench.problem.code().isEmpty());
      CHECK_FALSE(bench.problem.text().contains(bench.problem.code()));
    }
  }
}

TEST_CASE("each failure has one next step, which is there") {
  constexpr std::array kSteps{"retry", "signIn", "clerk", "service"};
  Bench bench;
  for (const Failure& failure : everything()) {
    for (const auto* const again : {"retry", "signIn"}) {
      bench.problem.show(failure, QString::fromLatin1(again));
      CAPTURE(static_cast<int>(failure.reason));
      CAPTURE(failure.infcode);
      const std::string next = bench.problem.next().toStdString();
      CHECK(std::ranges::find(kSteps, next) != kSteps.end());
      CHECK((next == "service") == !bench.problem.serviceName().isEmpty());
      if (next == "retry" || next == "signIn") CHECK(next == again);
    }
  }
}

}  // namespace ssc::kiosk::test
