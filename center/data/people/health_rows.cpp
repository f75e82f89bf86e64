// Medical account, bills, hospitals; maternity.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kAccount{"medical_account", "last_year_balance, this_year_in, this_year_out, as_of"};
constexpr RowSet kMoves{"medical_account_moves", "time, kind, amount, place, balance_after"};
constexpr RowSet kBills{
    "medical_settlements",
    "settlement_no, settlement_date, hospital, kind, visit_class, total, fund_part, account_part, "
    "cash, area, state"};
constexpr RowSet kHospitals{"designated_hospitals",
                            "kind, hospital, grade, slot, from_date, change_reason, region, state"};
constexpr RowSet kBenefits{"maternity_benefit", "birth_date, benefit_item, amount, paid_on, state"};
constexpr RowSet kMaternityBills{
    "maternity_settlements",
    "settlement_no, pregnancy_no, hospital, birth_way, total, fund_part, own_part, date, "
    "area, state"};
constexpr RowSet kBirths{"birth_service", "service_no, spouse, child_order, registered_on, area, status"};

struct Hospital {
  std::string_view name, grade;
};

constexpr std::array kNames{Hospital{"示例市第一医院", "3A"}, Hospital{"示例区中医院", "2A"},
                            Hospital{"示例街道卫生服务中心", "1"}, Hospital{"示例市妇幼保健院", "3B"}};
constexpr std::string_view kPharmacy = "示例大药房一店";

// In the order of time, and the sums of the account are those of its moves.
void writeAccount(const Making& making) {
  auto& dice = making.dice;
  const auto before = yuan(dice, 0, 6000), in = yuan(dice, 200, 3000);
  const auto out = dice.percent(70) ? yuan(dice, 10, 150) : 0;
  const auto year = std::to_string(yearOf(making.today));
  making.rows.add(kAccount, before, in, out, dayText(making.today));
  making.rows.add(kMoves, year + "-01-01 00:10:00", "paid_in", in, "示例市医疗保障局", before + in);
  if (out != 0)
    making.rows.add(kMoves, year + "-01-01 08:30:00", "purchase", -out, kPharmacy, before + in - out);
}

void writeBill(const Making& making, unsigned running) {
  auto& dice = making.dice;
  const bool pharmacy = dice.percent(30);
  const auto fund = pharmacy ? 0 : yuan(dice, 0, 4000), account = yuan(dice, 0, 300),
             cash = yuan(dice, 0, 500);
  making.rows.add(kBills, paperNumber(making, "YB", running), daysAgo(making, dice.below(700)),
                  pharmacy ? kPharmacy : dice.pick(kNames).name, pharmacy ? "pharmacy" : "hospital",
                  pharmacy ? "drug" : "out_patient", fund + account + cash, fund, account, cash,
                  making.person.area, dice.percent(95) ? "settled" : "undone");
}

void writeHospitals(const Making& making) {
  auto& dice = making.dice;
  const auto first = dice.below(3), count = 1 + dice.below(2);
  for (std::uint32_t slot = 1; slot <= count; ++slot) {
    const auto& hospital = kNames[(first + slot) % kNames.size()];
    making.rows.add(kHospitals, "medical", hospital.name, hospital.grade, slot,
                    daysAgo(making, 100 + dice.below(1500)), "", making.person.area, "active");
  }
}

void writeMaternity(const Making& making) {
  auto& dice = making.dice;
  const auto ago = 30 + dice.below(1500);
  making.rows.add(kBirths, paperNumber(making, "SY"), "测试配偶", 1 + dice.below(2),
                  daysAgo(making, ago + 200), making.person.area, "valid");
  if (making.person.situation != Situation::worker) return;
  making.rows.add(kBenefits, daysAgo(making, ago), "allowance", yuan(dice, 8000, 30'000),
                  daysAgo(making, ago - 25), "paid");
  const auto fund = yuan(dice, 2000, 4000), own = yuan(dice, 0, 2000);
  making.rows.add(kMaternityBills, paperNumber(making, "SJ"), paperNumber(making, "RS"), kNames[3].name,
                  either(dice, "natural", "caesarean"), fund + own, fund, own, daysAgo(making, ago),
                  making.person.area, "settled");
}

}  // namespace

void writeHealth(const Making& making) {
  auto& dice = making.dice;
  const auto& person = making.person;
  const bool hasAccount =
      isEmployed(person) || (person.situation == Situation::pensioner && dice.percent(45));
  if (hasAccount) writeAccount(making);
  if (hasAccount) writeHospitals(making);
  const auto bills = dice.percent(50) ? 1 + dice.below(person.age >= 60 ? 3 : 1) : 0;
  for (unsigned running = 1; running <= bills; ++running)
    writeBill(making, running);
  if (person.woman && person.age >= 22 && person.age < 42 && dice.percent(15)) writeMaternity(making);
}

}  // namespace ssc::center
