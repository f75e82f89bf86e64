// Mediation, arbitration, labour inspection: few people have any.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kMediation{
    "mediation_cases",
    "case_no, respondent, claim, amount, mediator, mediation_body, hearing_date, result, "
    "status"};
constexpr RowSet kArbitration{
    "arbitration_cases",
    "case_no, respondent, claim, amount, arbitrator, hearing_date, award, served_on, "
    "status"};
constexpr RowSet kInspection{
    "inspection_cases",
    "case_no, case_kind, employer, target_kind, target_name, violation, happened_on, "
    "accepted_on, decision, status"};

constexpr std::array<std::string_view, 3> kClaims{"wages", "overtime", "compensation"};
constexpr std::string_view kBody = "示例区劳动争议调解委员会";

void writeMediation(const Making& making, std::uint32_t ago) {
  auto& dice = making.dice;
  making.rows.add(kMediation, paperNumber(making, "TJ"), anEmployer(dice).name, dice.pick(kClaims),
                  yuan(dice, 1000, 50'000), "测试调解员", kBody, daysAgo(making, ago),
                  either(dice, "agreed", "failed"), "closed");
}

void writeArbitration(const Making& making, std::uint32_t ago) {
  auto& dice = making.dice;
  const bool served = dice.percent(70);
  making.rows.add(kArbitration, paperNumber(making, "ZC"), anEmployer(dice).name, dice.pick(kClaims),
                  yuan(dice, 1000, 50'000), "测试仲裁员", daysAgo(making, ago),
                  "被申请人支付申请人所请求的一部分", served ? daysAgo(making, ago - 20) : std::string(),
                  served ? "closed" : "heard");
}

void writeInspection(const Making& making, std::uint32_t ago) {
  auto& dice = making.dice;
  const bool complaint = dice.percent(60);
  const auto target = anEmployer(dice).name;
  making.rows.add(kInspection, paperNumber(making, "JC"), complaint ? "complaint" : "report",
                  complaint ? target : std::string(), complaint ? "" : "employer",
                  complaint ? std::string() : target, "unpaid_wages", daysAgo(making, ago + 30),
                  daysAgo(making, ago), "ordered_to_pay", "closed");
}

}  // namespace

void writeDisputes(const Making& making) {
  auto& dice = making.dice;
  if (making.person.situation != Situation::worker || !dice.percent(2)) return;
  const auto ago = 40 + dice.below(900);
  writeMediation(making, ago + 60);
  if (dice.percent(50)) writeArbitration(making, ago);
  if (dice.percent(50)) writeInspection(making, ago);
}

}  // namespace ssc::center
