// Housing fund, driving licence, credit, property.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kHousing{"housing_fund",
                          "kind, account_no, employer, balance, month, paid_in, loan_no, loan_total, repaid"};
constexpr RowSet kLicences{"driving_licence", "licence_no, class, valid_from, valid_until, points, state"};
constexpr RowSet kCredit{"credit_record", "record_kind, source, date, level, objection_state"};
constexpr RowSet kProperty{"property_registration", "case_no, property_no, matter, role, state"};

constexpr std::array<std::string_view, 3> kSources{"示例区税务局", "示例区法院", "示例区市场监管局"};

void writeHousingFund(const Making& making) {
  auto& dice = making.dice;
  const auto account = paperNumber(making, "GJJ");
  const auto employer = anEmployer(dice).name;
  const auto monthly = yuan(dice, 400, 4000), balance = yuan(dice, 5000, 90'000);
  const int last = monthOf(making.today) - 1;
  making.rows.add(kHousing, "account", account, employer, balance, "", 0, "", 0, 0);
  making.rows.add(kHousing, "detail", account, employer, balance, monthText(last), monthly, "", 0, 0);
  if (!dice.percent(15)) return;
  const auto total = yuan(dice, 100'000, 600'000);
  making.rows.add(kHousing, "loan", account, employer, 0, "", 0, paperNumber(making, "DK"), total,
                  total / (2 + dice.below(9)));
}

void writeLicence(const Making& making) {
  auto& dice = making.dice;
  const auto ago = dice.below(2000);
  making.rows.add(kLicences, making.person.number, either(dice, "C1", "C2"), daysAgo(making, ago),
                  dayText(making.today + std::chrono::days(3652) - std::chrono::days(ago)), dice.below(9),
                  "valid");
}

void writeCredit(const Making& making) {
  auto& dice = making.dice;
  making.rows.add(kCredit, either(dice, "commendation", "default"), dice.pick(kSources),
                  daysAgo(making, dice.below(1500)), either(dice, "A", "C"), "");
}

}  // namespace

void writeEverydayLife(const Making& making) {
  auto& dice = making.dice;
  const auto& person = making.person;
  if (isEmployed(person) && dice.percent(60)) writeHousingFund(making);
  if (person.age >= 18 && person.age < 70 && dice.percent(30)) writeLicence(making);
  if (dice.percent(2)) writeCredit(making);
  if (person.age >= 18 && dice.percent(1))
    making.rows.add(kProperty, paperNumber(making, "BDC"), paperNumber(making, "QZ"),
                    either(dice, "sale", "mortgage"), "owner", "open");
}

}  // namespace ssc::center
