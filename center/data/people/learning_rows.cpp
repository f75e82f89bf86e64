// Examinations, certificates, schools, training, talent, honours.
#include <array>

#include "center/data/people/phrases.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kExams{"exam_results", "exam, subject, score, pass_line, certificate_no, published_on"};
constexpr RowSet kQualifications{"qualification_certificates",
                                 "kind, certificate_no, profession, issuer, issue_date, registration_body, "
                                 "valid_until"};
constexpr RowSet kSkills{
    "skill_certificates",
    "kind, certificate_no, issuer, issue_date, qualification_code, grade, skill_level_code, "
    "occupation"};
constexpr RowSet kSchools{"school_certificates",
                          "school_kind, certificate_no, school, major, level, entry_date, graduation_date"};
constexpr RowSet kTraining{"training_records", "course, organiser, start_date, hours, fee, result, relation"};
constexpr RowSet kAppraisals{"skill_appraisals",
                             "appraisal_body, occupation, grade, ticket_no, exam_date, stage, theory_score, "
                             "practice_score, result, published_on"};
constexpr RowSet kServices{"talent_services", "service, condition, eligible, provider, valid_until"};
constexpr RowSet kTalent{"talent_register", "talent_level, award_body, valid_until, service, state"};
constexpr RowSet kHonours{"honour_record", "title, level, award_date, medal, awarding_body, state"};
constexpr RowSet kSchoolIdentity{"school_identity",
                                 "school, student_no, role, class, valid_until, services, state"};

constexpr std::array<std::string_view, 3> kOccupations{"电工", "焊工", "养老护理员"};
constexpr std::string_view kExamOffice = "示例省人事考试中心";
constexpr std::string_view kSkillCenter = "示例市职业技能鉴定指导中心";

void writeExam(const Making& making) {
  auto& dice = making.dice;
  const auto score = 40 + dice.below(60);
  const bool published = dice.percent(80);
  making.rows.add(kExams, "经济专业技术资格考试", either(dice, "经济基础知识", "专业实务"),
                  std::to_string(score), "60", score >= 60 ? paperNumber(making, "KS") : std::string(),
                  published ? daysAgo(making, dice.below(900)) : inDays(making, 1 + dice.below(60)));
  if (score < 60) return;
  making.rows.add(kQualifications, either(dice, "professional", "worker"), paperNumber(making, "ZZ"),
                  "经济师", kExamOffice, daysAgo(making, 100 + dice.below(900)), "示例省人力资源和社会保障厅",
                  "");
}

void writeSkill(const Making& making) {
  auto& dice = making.dice;
  const auto occupation = dice.pick(kOccupations);
  const bool qualification = dice.percent(50);
  const bool published = dice.percent(80);
  making.rows.add(kSkills, qualification ? "qualification" : "level", paperNumber(making, "JN"), kSkillCenter,
                  daysAgo(making, 100 + dice.below(2000)), qualification ? "6-31-01-03" : "",
                  either(dice, "4", "3"), qualification ? "" : "L4", occupation);
  making.rows.add(kAppraisals, kSkillCenter, occupation, "3", paperNumber(making, "ZK"),
                  daysAgo(making, 20 + dice.below(300)), "done", std::to_string(50 + dice.below(50)),
                  std::to_string(50 + dice.below(50)), either(dice, "passed", "failed"),
                  published ? daysAgo(making, dice.below(20)) : inDays(making, 5 + dice.below(20)));
}

void writeTraining(const Making& making) {
  auto& dice = making.dice;
  const bool attended = dice.percent(60);
  making.rows.add(kTraining, "示例创业培训", "示例职业培训学校",
                  attended ? daysAgo(making, 30 + dice.below(900)) : inDays(making, dice.below(90)),
                  20 + dice.below(60), yuan(dice, 0, 800), attended ? "passed" : "",
                  attended ? "attended" : "open");
}

void writeSchool(const Making& making) {
  auto& dice = making.dice;
  const bool technical = dice.percent(70);
  making.rows.add(kSchools, technical ? "technical" : "college", paperNumber(making, "BY"),
                  technical ? "示例技师学院" : "示例大学", "机电一体化", either(dice, "senior", "technician"),
                  dayText(yearsLater(making.person.born, 17)), dayText(yearsLater(making.person.born, 20)));
}

void writeStudent(const Making& making) {
  making.rows.add(kSchoolIdentity, "示例中学", paperNumber(making, "XJ"), "student", "高一（2）班",
                  inDays(making, 30 + making.dice.below(900)), "食堂;图书馆;门禁", "active");
}

void writeTalent(const Making& making) {
  auto& dice = making.dice;
  making.rows.add(kTalent, either(dice, "C", "D"), "示例市人才办", inDays(making, dice.below(900)),
                  "就医绿色通道", "valid");
  making.rows.add(kServices, "人才公寓", "D类以上", either(dice, "1", "0"), "示例市人才服务中心",
                  inDays(making, dice.below(700)));
  making.rows.add(kHonours, "示例市优秀人才", "city", daysAgo(making, dice.below(3000)), "bronze",
                  "示例市人民政府", dice.percent(90) ? "valid" : "withdrawn");
}

}  // namespace

void writeLearning(const Making& making) {
  auto& dice = making.dice;
  const auto& person = making.person;
  if (person.situation == Situation::student) {
    writeStudent(making);
    return;
  }
  if (person.age < 18 || person.age >= 60) return;
  if (dice.percent(4)) writeExam(making);
  if (dice.percent(6)) writeSkill(making);
  if (dice.percent(8)) writeTraining(making);
  if (person.age >= 21 && dice.percent(8)) writeSchool(making);
  if (dice.percent(1)) writeTalent(making);
}

}  // namespace ssc::center
