// Employment, unemployment, vacancies, support, archives, contracts.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kEmployment{"employment_registration",
                             "registration_date, employment_kind, employer, occupation, region, status"};
constexpr RowSet kUnemployment{"unemployment_registration",
                               "registration_date, unemployment_type, reason, last_employer, region, status"};
constexpr RowSet kJobs{"job_registration",
                       "wanted_job, wanted_region, wanted_wage, education, channel, valid_until, status"};
constexpr RowSet kMatches{"job_matches",
                          "post, employer, workplace, wage, headcount, match_score, closing_date, state"};
constexpr RowSet kSupport{
    "support_policy",
    "policy_type, eligible, approval_date, start_date, end_date, region, amount, bank_last4, "
    "status"};
constexpr RowSet kAssistance{
    "assistance_cases",
    "assistance_type, unemployed_since, recognition_date, region, exit_date, exit_region, "
    "status"};
constexpr RowSet kArchive{
    "personnel_archive",
    "kind, archive_no, keeper, received_date, material_list, image_ref, agency_contract, "
    "transfer_state, status"};
constexpr RowSet kCertificate{"employment_certificate",
                              "certificate_no, issuer, issue_date, registration_kind, registration_date, "
                              "assistance_type, policy_type, region, state"};
constexpr RowSet kContracts{"labour_contracts",
                            "employer, contract_kind, start_date, end_date, post, filing_date, state"};

constexpr std::array<std::string_view, 6> kPosts{"装配工", "会计", "仓管员", "电工", "客服", "程序员"};
constexpr std::array<std::string_view, 4> kReasons{"contract_ended", "dismissed", "closed_down", "resigned"};
constexpr std::array<std::string_view, 4> kPolicies{"020", "030", "040", "050"};
constexpr std::string_view kOffice = "示例市示例区就业服务中心";

std::string_view kindOf(const Resident& person) {
  if (person.situation == Situation::publicServant) return "public_post";
  return person.situation == Situation::worker ? "unit" : "flexible";
}

void writeEmployment(const Making& making) {
  auto& dice = making.dice;
  making.rows.add(kEmployment, daysAgo(making, 30 + dice.below(3000)), kindOf(making.person),
                  anEmployer(dice).name, dice.pick(kPosts), making.person.area, "active");
}

void writeUnemployment(const Making& making, std::string_view status) {
  auto& dice = making.dice;
  making.rows.add(kUnemployment,
                  daysAgo(making, status == "active" ? dice.below(300) : 3100 + dice.below(900)), "urban",
                  dice.pick(kReasons), anEmployer(dice).name, making.person.area, status);
}

void writeVacancies(const Making& making) {
  auto& dice = making.dice;
  making.rows.add(kJobs, dice.pick(kPosts), making.person.area, yuan(dice, 3000, 9000),
                  either(dice, "senior_school", "college"), either(dice, "counter", "online_fair"),
                  inDays(making, dice.below(90)), "active");
  const auto matches = 2 + dice.below(3);
  for (std::uint32_t i = 0; i < matches; ++i) {
    const bool open = dice.percent(70);
    making.rows.add(kMatches, dice.pick(kPosts), anEmployer(dice).name, "示例区工业园",
                    yuan(dice, 3000, 12000), 1 + dice.below(20), 40 + dice.below(60),
                    open ? inDays(making, dice.below(60)) : daysAgo(making, 1 + dice.below(60)),
                    either(dice, "open", open ? "open" : "filled"));
  }
}

void writeSupport(const Making& making) {
  auto& dice = making.dice;
  const auto first = dice.below(4);
  making.rows.add(kSupport, kPolicies[first], "1", "", "", "", making.person.area, yuan(dice, 300, 900), "",
                  "claimable");
  const auto began = 100 + dice.below(500);
  making.rows.add(kSupport, kPolicies[(first + 1) % 4], "1", daysAgo(making, began + 20),
                  daysAgo(making, began), daysAgo(making, began - 90), making.person.area,
                  yuan(dice, 300, 900), bankLast4(making), "received");
}

void writeAssistance(const Making& making) {
  auto& dice = making.dice;
  const auto since = 200 + dice.below(400);
  const bool over = dice.percent(30);
  making.rows.add(kAssistance, "040", daysAgo(making, since), daysAgo(making, since - 60), making.person.area,
                  over ? daysAgo(making, since - 150) : std::string(),
                  over ? making.person.area : std::string(), over ? "exited" : "recognised");
}

void writeArchive(const Making& making) {
  auto& dice = making.dice;
  const bool mobile = dice.percent(70);
  making.rows.add(kArchive, mobile ? "mobile" : "agency", paperNumber(making, "DA"), "示例市人才交流中心",
                  daysAgo(making, 300 + dice.below(4000)), "履历表;学籍材料;考核表", "scan-0001",
                  mobile ? std::string() : paperNumber(making, "DL"), "kept", "active");
}

void writeCertificate(const Making& making) {
  auto& dice = making.dice;
  const auto date = daysAgo(making, 100 + dice.below(2000));
  making.rows.add(kCertificate, paperNumber(making, "JY"), kOffice, date,
                  either(dice, "employment", "unemployment"), date, "", "", making.person.area, "valid");
}

void writeContracts(const Making& making) {
  auto& dice = making.dice;
  const auto began = 30 + dice.below(1200);
  making.rows.add(kContracts, anEmployer(dice).name, either(dice, "fixed_term", "open_ended"),
                  daysAgo(making, began), inDays(making, dice.below(700)), dice.pick(kPosts),
                  daysAgo(making, began - 10), "active");
  if (!dice.percent(25)) return;
  const auto before = began + 1 + dice.below(600);
  making.rows.add(kContracts, anEmployer(dice).name, "fixed_term", daysAgo(making, before + 1000),
                  daysAgo(making, before), dice.pick(kPosts),
                  dice.percent(85) ? daysAgo(making, before + 990) : std::string(), "ended");
}

// In per cent, by situation: child, student, worker, public servant, flexible, farmer, unemployed, pensioner.
struct Chances {
  std::array<std::uint8_t, 8> employed, unemployedNow, unemployedBefore, vacancies, support, assistance,
      archive, certificate, contracts;
};

constexpr Chances kChances{
    .employed = {0, 0, 60, 100, 70, 0, 0, 0},
    .unemployedNow = {0, 0, 0, 0, 0, 0, 100, 0},
    .unemployedBefore = {0, 0, 8, 0, 15, 2, 20, 0},
    .vacancies = {0, 0, 3, 0, 8, 4, 80, 0},
    .support = {0, 0, 1, 0, 15, 2, 50, 0},
    .assistance = {0, 0, 0, 0, 2, 1, 40, 0},
    .archive = {0, 0, 4, 0, 30, 0, 40, 2},
    .certificate = {0, 0, 10, 0, 40, 3, 100, 0},
    .contracts = {0, 0, 95, 0, 0, 0, 0, 0},
};

}  // namespace

void writeWork(const Making& making) {
  const auto at = static_cast<std::size_t>(making.person.situation);
  auto& dice = making.dice;
  if (dice.percent(kChances.employed[at])) writeEmployment(making);
  if (dice.percent(kChances.unemployedNow[at])) writeUnemployment(making, "active");
  if (dice.percent(kChances.unemployedBefore[at])) writeUnemployment(making, "ended");
  if (dice.percent(kChances.vacancies[at])) writeVacancies(making);
  if (dice.percent(kChances.support[at])) writeSupport(making);
  if (dice.percent(kChances.assistance[at])) writeAssistance(making);
  if (dice.percent(kChances.archive[at])) writeArchive(making);
  if (dice.percent(kChances.certificate[at])) writeCertificate(making);
  if (dice.percent(kChances.contracts[at])) writeContracts(making);
}

}  // namespace ssc::center
