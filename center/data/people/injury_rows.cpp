// Injury at work: recognition, appraisal, claims, rehabilitation, devices, bills.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kCases{
    "injury_case",
    "case_no, employer, accident_time, place, injured_part, diagnosis, conclusion, decision_date, "
    "body, status"};
constexpr RowSet kAppraisals{
    "capacity_appraisal",
    "appraisal_no, appraisal_kind, injury_case_no, diagnosis, matter, hospital, grade, "
    "self_care_grade, conclusion, date, body, status"};
constexpr RowSet kClaims{
    "injury_claims",
    "injury_case_no, kind, benefit_item, grade, bill_total, amount, paid_on, bank_last4, status"};
constexpr RowSet kRehab{
    "rehab_cases",
    "rehab_case_no, injury_case_no, kind, hospital, rehab_kind, plan_days, from_date, to_date, "
    "state"};
constexpr RowSet kDevices{
    "aid_device_cases",
    "device_case_no, injury_case_no, device, device_class, supplier, device_price, price_limit, "
    "state"};
constexpr RowSet kBills{"injury_settlements",
                        "settlement_no, kind, visit_class, injury_case_no, hospital, date, total, fund_part, "
                        "own_part, area, state"};

constexpr std::array<std::string_view, 3> kHospitals{"示例市第一医院", "示例区中医院", "示例市骨科医院"};
constexpr std::string_view kBureau = "示例市人力资源和社会保障局";
constexpr std::string_view kCommittee = "示例市劳动能力鉴定委员会";

void writeAppraisal(const Making& making, const std::string& caseNo, std::uint32_t ago,
                    std::string_view grade) {
  making.rows.add(kAppraisals, paperNumber(making, "JD"), "first", caseNo, "左手食指骨折", "capacity",
                  making.dice.pick(kHospitals), grade, "4", "达到伤残等级", daysAgo(making, ago), kCommittee,
                  making.dice.percent(90) ? "final" : "submitted");
}

void writeRehab(const Making& making, const std::string& caseNo, std::uint32_t ago) {
  making.rows.add(kRehab, paperNumber(making, "KF"), caseNo, "first", making.dice.pick(kHospitals),
                  "in_patient", 30, daysAgo(making, ago), daysAgo(making, ago - 30), "ended");
  if (!making.dice.percent(40)) return;
  making.rows.add(kDevices, paperNumber(making, "FZ"), caseNo, "腕部固定支具", "A2", "示例辅具公司",
                  yuan(making.dice, 300, 3000), yuan(making.dice, 1000, 2000), "supplied");
}

void writeBill(const Making& making, const std::string& caseNo, std::uint32_t ago) {
  const auto fund = yuan(making.dice, 500, 20'000), own = yuan(making.dice, 0, 500);
  making.rows.add(kBills, paperNumber(making, "GJ"), "treatment", "in_patient", caseNo,
                  making.dice.pick(kHospitals), daysAgo(making, ago), fund + own, fund, own,
                  making.person.area, "settled");
}

}  // namespace

void writeInjury(const Making& making) {
  auto& dice = making.dice;
  if (making.person.situation != Situation::worker || !dice.percent(2)) return;
  const auto ago = 60 + dice.below(2000);
  const auto caseNo = paperNumber(making, "GS");
  const bool decided = dice.percent(85);
  making.rows.add(kCases, caseNo, anEmployer(dice).name, daysAgo(making, ago) + " 10:20:00", "装配车间",
                  "左手", "左手食指骨折", decided ? "1" : "",
                  decided ? daysAgo(making, ago - 40) : std::string(), kBureau,
                  decided ? "decided" : "accepted");
  if (!decided) return;
  writeBill(making, caseNo, ago - 20);
  if (!dice.percent(60)) return;
  const std::string_view grade = either(dice, "10", "9");
  writeAppraisal(making, caseNo, ago - 45, grade);
  making.rows.add(kClaims, caseNo, "first", "lump_sum", grade, yuan(dice, 0, 0), yuan(dice, 20'000, 60'000),
                  daysAgo(making, ago - 55), bankLast4(making), "paid");
  if (dice.percent(30)) writeRehab(making, caseNo, ago - 15);
}

}  // namespace ssc::center
