// Who is insured against what, what was paid, and what is drawn: pension, annuity, unemployment.
#include <algorithm>
#include <array>
#include <span>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kInsured{"insured_status",
                          "insurance_type, insured_class, status, start_month, employer_no, employer, area"};
constexpr RowSet kContributions{
    "contributions",
    "insurance_type, from_month, to_month, base, own_part, employer_part, employer_no, "
    "employer"};
constexpr RowSet kRights{"rights_record",
                         "year, insurance_type, months, base, own_part, employer_part, account_balance, "
                         "total_months"};
constexpr RowSet kAnnuity{"annuity_record",
                          "kind, year, employer, base, own_part, employer_part, returns, account_balance"};
constexpr RowSet kSpecialPosts{
    "special_posts",
    "employer, post, special_class, from_month, to_month, counted_months, filed_on, "
    "state"};
constexpr RowSet kPension{
    "pension_benefit",
    "benefit_item, scheme, month, due_amount, paid_amount, bank_last4, state, returned_reason"};
constexpr RowSet kAnnuityBenefit{
    "annuity_benefit", "kind, month, plan, way_of_payment, due_amount, paid_amount, remaining, state"};
constexpr RowSet kUnemployment{"unemployment_benefit",
                               "claim_date, months_paid, months_due, months_received, standard, from_month, "
                               "to_month, region, status"};
constexpr RowSet kSignIn{"unemployment_signin", "month, signed_at, place, job_search_done, next_due, status"};

/// Shares of the base in tenths of a per cent.
struct Insurance {
  std::string_view type;
  std::uint32_t own, employer;
};

constexpr std::array kEmployee{Insurance{"110", 80, 160}, Insurance{"210", 5, 5}, Insurance{"310", 20, 80},
                               Insurance{"410", 0, 4}, Insurance{"510", 0, 8}};
constexpr std::array kFlexible{Insurance{"110", 200, 0}, Insurance{"310", 80, 0}};
constexpr std::array kResident{Insurance{"170", 50, 20}, Insurance{"390", 10, 30}};
constexpr std::array kMedicalOnly{Insurance{"390", 10, 30}};

std::span<const Insurance> insurancesOf(Situation situation) {
  switch (situation) {
    case Situation::worker:
    case Situation::publicServant:
      return kEmployee;
    case Situation::flexible:
      return kFlexible;
    case Situation::farmer:
      return kResident;
    default:
      return kMedicalOnly;
  }
}

struct Career {
  int firstMonth = 0, changeMonth = 0,
      lastMonth = 0;  // changeMonth: the present employer begins; may be firstMonth
  Employer before, now;
  std::int64_t baseBefore = 0, base = 0;
};

Career careerOf(const Making& making) {
  auto& dice = making.dice;
  const int last = monthOf(making.today) - 1;
  const int first = last - 24 - static_cast<int>(dice.below(72));
  const bool changed = isEmployed(making.person) && dice.percent(20);
  const int change = changed ? last - static_cast<int>(dice.below(30)) : first;
  const bool employed = isEmployed(making.person);
  const auto base = employed ? yuan(dice, 4200, 16000) : yuan(dice, 1000, 4200);
  return {first,
          std::max(change, first),
          last,
          employed ? anEmployer(dice) : Employer{},
          employed ? anEmployer(dice) : Employer{},
          base - base / 10,
          base};
}

std::int64_t share(std::int64_t base, std::uint32_t tenthsOfPerCent) {
  return base * tenthsOfPerCent / 1000;
}

void writePeriod(const Making& making, const Insurance& insurance, int from, int to, std::int64_t base,
                 const Employer& employer) {
  making.rows.add(kContributions, insurance.type, monthText(from), monthText(to), base,
                  share(base, insurance.own), share(base, insurance.employer), employer.number,
                  employer.name);
}

void writeOneInsurance(const Making& making, const Insurance& insurance, const Career& career) {
  const bool paused = making.dice.percent(4);
  const int last = paused ? career.lastMonth - 3 : career.lastMonth;
  making.rows.add(kInsured, insurance.type, toString(making.person.situation), paused ? "paused" : "active",
                  monthText(career.firstMonth), career.now.number, career.now.name, making.person.area);
  if (career.changeMonth > career.firstMonth)
    writePeriod(making, insurance, career.firstMonth, std::min(career.changeMonth - 1, last),
                career.baseBefore, career.before);
  if (career.changeMonth <= last)
    writePeriod(making, insurance, career.changeMonth, last, career.base, career.now);
}

// Yearly records of the insurances with an account or a claim that grows with time.
void writeRights(const Making& making, const Career& career) {
  const int lastYear = yearOf(making.today) - 1;
  for (const auto& insurance : insurancesOf(making.person.situation)) {
    if (insurance.own == 0) continue;
    const auto months = making.dice.percent(85) ? 12U : 1 + making.dice.below(11);
    const auto own = share(career.base, insurance.own) * months;
    making.rows.add(kRights, std::to_string(lastYear), insurance.type, months, career.base, own,
                    share(career.base, insurance.employer) * months, own * (1 + making.dice.below(15)),
                    months + making.dice.below(200));
  }
}

void writeAnnuityRecords(const Making& making, const Career& career) {
  for (int years = 1; years <= 2; ++years)
    making.rows.add(kAnnuity, "occupational", std::to_string(yearOf(making.today) - years), career.now.name,
                    career.base, share(career.base, 40) * 12, share(career.base, 80) * 12,
                    yuan(making.dice, 10, 900),
                    yuan(making.dice, 20'000 - 5'000 * static_cast<std::uint32_t>(years), 40'000));
}

void writeSpecialPost(const Making& making, const Career& career) {
  const bool filed = making.dice.percent(80);
  const int months = 12 + static_cast<int>(making.dice.below(12));
  making.rows.add(kSpecialPosts, career.now.name, "锻造工", either(making.dice, "heat", "depth"),
                  monthText(career.firstMonth), monthText(career.firstMonth + months - 1), months,
                  filed ? daysAgo(making, making.dice.below(500)) : std::string(),
                  filed ? "filed" : "submitted");
}

void writePension(const Making& making) {
  auto& dice = making.dice;
  const bool employee = dice.percent(45);
  const auto amount = employee ? yuan(dice, 1800, 5200) : yuan(dice, 120, 400);
  const bool inactive = dice.percent(5);
  const int last = monthOf(making.today) - 1;
  for (int month = last; month > last - 6; --month) {
    const bool returned = inactive && month == last;
    making.rows.add(kPension, "basic", employee ? "employee" : "resident", monthText(month), amount,
                    returned ? 0 : amount, bankLast4(making), returned ? "returned" : "paid",
                    returned ? "account_inactive" : "");
  }
  if (dice.percent(10))
    making.rows.add(kPension, "allowance", "old_age", monthText(last), yuan(dice, 50, 200),
                    yuan(dice, 50, 50), bankLast4(making), "paid", "");
}

void writeAnnuityBenefit(const Making& making) {
  const auto monthly = yuan(making.dice, 300, 1500);
  const auto rest = yuan(making.dice, 20'000, 90'000);
  const int last = monthOf(making.today) - 1;
  for (int back = 0; back < 3; ++back)
    making.rows.add(kAnnuityBenefit, "occupational", monthText(last - back), "示例职业年金计划一号",
                    "monthly", monthly, monthly, rest + monthly * back, "paid");
}

void writeUnemploymentBenefit(const Making& making) {
  auto& dice = making.dice;
  const auto due = 3 + dice.below(21), received = dice.below(due + 1);
  const int from = monthOf(making.today) - static_cast<int>(received);
  making.rows.add(kUnemployment, daysAgo(making, 30 * received + 20), 12 + dice.below(200), due, received,
                  yuan(dice, 1200, 1800), monthText(from), monthText(from + static_cast<int>(due) - 1),
                  making.person.area, received == due ? "ended" : "paying");
  if (received == 0) return;
  const int month = monthOf(making.today) - 1;
  making.rows.add(kSignIn, monthText(month), monthText(month) + "-05 09:30:00", "示例区就业服务中心", "yes",
                  monthText(month + 1), "signed");
}

}  // namespace

void writeInsurance(const Making& making) {
  auto& dice = making.dice;
  const auto situation = making.person.situation;
  if (dice.percent(3)) return;  // insured nowhere
  const auto career = careerOf(making);
  for (const auto& insurance : insurancesOf(situation))
    writeOneInsurance(making, insurance, career);
  if (situation == Situation::worker || situation == Situation::publicServant ||
      situation == Situation::flexible || situation == Situation::farmer)
    writeRights(making, career);
  if (situation == Situation::publicServant) writeAnnuityRecords(making, career);
  if (situation == Situation::worker && dice.percent(2)) writeSpecialPost(making, career);
  if (situation == Situation::pensioner) writePension(making);
  if (situation == Situation::pensioner && dice.percent(6)) writeAnnuityBenefit(making);
  if (situation == Situation::unemployed) writeUnemploymentBenefit(making);
}

}  // namespace ssc::center
