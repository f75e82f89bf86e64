// `ssc staff on|off`
#include <array>
#include <fmt/core.h>

#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/flows/office/staff_duty.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

constexpr const char* kItem = "LP-HR-095";

struct RoleRow {
  std::string_view id, zh, en;
};
constexpr std::array kRoles{RoleRow{"clerk", "经办人员", "clerk"},
                            RoleRow{"supervisor", "主管", "supervisor"}};

std::string_view roleText(std::string_view role, Language language) {
  for (const RoleRow& row : kRoles) {
    if (row.id == role) return language == Language::zh ? row.zh : row.en;
  }
  return role;
}

Json dutyJson(const flows::Duty& duty) {
  return {{"onDuty", true},
          {"staffNo", duty.staffNo},
          {"role", duty.role},
          {"idleSeconds", duty.idle.count()},
          {"validUntil", duty.validUntil}};
}

/// "20260105173011123": the hour and minute.
std::string clockText(const std::string& compact) {
  constexpr std::size_t kHour = 8, kMinute = 10, kDigits = 2;
  return compact.size() < kMinute + kDigits
             ? compact
             : compact.substr(kHour, kDigits) + ':' + compact.substr(kMinute, kDigits);
}

void printDuty(const Json& json, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "工号" : "Staff number", json.value("staffNo", ""));
  printLine(zh ? "岗位" : "Role", roleText(json.value("role", ""), language));
  const auto minutes = json.value("idleSeconds", 0) / 60;
  const std::string until = clockText(json.value("validUntil", ""));
  fmt::print("{}\n", zh ? fmt::format("已上岗，至 {}；{} 分钟无操作自动下岗。", until, minutes)
                        : fmt::format("On duty until {}; {} minutes without use end it.", until, minutes));
}

int takeUp(const Options& options, const std::stop_token& stop) {
  const auto work = [&](flows::OfficeDesk& desk,
                        const flows::SignedInPerson& person) -> flows::Outcome<Json> {
    return flows::StaffDuty(desk, stop).begin(person).map(dutyJson);
  };
  return runSignedIn(options, stop, kItem, work, printDuty);
}

std::string endText(const std::optional<std::string>& staffNo, Language language) {
  const bool zh = language == Language::zh;
  if (!staffNo) return zh ? "当前无人在岗。" : "Nobody was on duty.";
  return zh ? fmt::format("{} 已下岗。", *staffNo) : fmt::format("{} is off duty.", *staffNo);
}

int endDuty(const Options& options, const std::stop_token& stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  auto desk = flows::OfficeDesk::open(*config, SSC_VERSION);
  if (!desk) return report(desk.error(), options, language);
  const auto staffNo = flows::StaffDuty(**desk, stop).end();
  if (!staffNo) return report(staffNo.error(), options, language);
  if (!options.json) {
    fmt::print("{}\n", endText(*staffNo, language));
    return kExitOk;
  }
  Json json = {{"ok", true}, {"onDuty", false}};
  if (*staffNo) json["staffNo"] = **staffNo;
  printJson(json);
  return kExitOk;
}

}  // namespace

int runStaff(const Options& options, std::stop_token stop) {
  return options.action == "on" ? takeUp(options, stop) : endDuty(options, stop);
}

}  // namespace ssc::cli
