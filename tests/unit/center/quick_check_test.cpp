// 8721: who passes at a gate, who does not and why, and what is written.
#include <map>
#include <set>

#include "center/ask/item_rule.hpp"
#include "tests/unit/center/rig.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;
using namespace std::chrono_literals;

namespace {

using Inputs = std::map<std::string, std::string>;

QuickCheck passing(const std::string& session, const std::string& item, const Inputs& inputs,
                   std::uint8_t score = 0) {
  QuickCheck check{session, item, {}, score, score != 0};
  for (const auto& [id, value] : inputs)
    check.values.push_back({id, value});
  return check;
}

/// "result/reason" of one check.
std::string outcome(CenterRig& rig, const QuickCheck& check) {
  const auto answer = given(rig.send(check));
  return answer.result + '/' + answer.reason;
}

/// The newest row of a data set.
std::string newest(CenterRig& rig, const std::string& columns, const std::string& table) {
  return rig.text("SELECT " + columns + " FROM " + table + " WHERE aac002 = '" + kHolderA.number +
                  "' ORDER BY seq DESC LIMIT 1");
}

long long rows(CenterRig& rig, const std::string& table) {
  return rig.number("SELECT COUNT(*) FROM " + table);
}

}  // namespace

TEST_CASE("the catalogue's quick checks have rules, each once") {
  std::set<std::string_view> items;
  for (const ItemRule& rule : checkRules())
    items.insert(rule.item);
  CHECK(items == std::set<std::string_view>{"LP-HR-070", "LP-HR-078", "LP-HR-088", "LP-HR-091", "LP-OT-006",
                                            "LP-OT-029", "LP-OT-032", "LP-OT-033", "LP-OT-035", "LP-OT-045",
                                            "YZ-005"});
  CHECK_EQ(checkRules().size(), items.size());
}

TEST_CASE("a value that no rule asks for is refused, and its name is not told back") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto refused =
      rig.send(passing(id, "LP-HR-070", {{"exam", "x"}, {"room", "101"}, {kHolderA.number, "x"}}));
  CHECK(codeOf(refused) == ErrorCode::badEnvelope);
  CHECK_EQ(refused.error().where, "input.values");
}

TEST_CASE("an exam room: a paid ticket for this exam, room and time; a second entry warns") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto check = [&](const std::string& exam, const std::string& room) {
    return outcome(rig, passing(id, "LP-HR-070", {{"exam", exam}, {"room", room}}));
  };
  CHECK_EQ(check("系统分析师考试", "102"), "refused/wrong_room");
  CHECK_EQ(check("系统分析师考试", "101"), "admitted/");
  CHECK_EQ(newest(rig, "room || seat || ticket_no || result", "exam_entries"), "10107ZKZ-A-0070admitted");
  CHECK_EQ(check("系统分析师考试", "101"), "admitted/second_entry");
  CHECK_EQ(check("项目管理考试", "102"), "refused/unpaid");
  CHECK_EQ(check("别的考试", "101"), "refused/no_ticket");
  CHECK_EQ(newest(rig, "exam || result", "exam_entries"), "别的考试refused");
  rig.run("UPDATE exam_tickets SET paid = 1");
  CHECK_EQ(check("项目管理考试", "102"), "refused/wrong_time");
}

TEST_CASE("a skill appraisal: the face matches at the entry form and at the exam") {
  CenterRig rig;
  const Inputs form{
      {"stage", "entry_form"}, {"appraisal_body", "示例机构"}, {"occupation", "焊工"}, {"grade", "3"}};
  Inputs exam = form;
  exam["stage"] = "exam_entry";
  CHECK(codeOf(rig.send(passing(rig.session(kHolderA, 1), "LP-HR-078", form, 90))) == ErrorCode::levelTooLow);
  const auto id = rig.session(kHolderA);
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", form, 79)), "refused/face");
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", exam, 90)), "refused/not_signed_up");
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", form, 80)), "signed_up/");
  CHECK_EQ(newest(rig, "occupation || stage || face_score", "skill_appraisals"), "焊工signed_up80");
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", form, 80)), "refused/signed_up_already");
  rig.run(
      "UPDATE skill_appraisals SET exam_date = '2026-01-05', ticket_no = 'ZK-1' WHERE appraisal_body = "
      "'示例机构'");
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", exam, 91)), "admitted/");
  CHECK_EQ(newest(rig, "stage || face_score", "skill_appraisals"), "admitted91");
  CHECK_EQ(outcome(rig, passing(id, "LP-HR-078", exam, 91)), "refused/not_signed_up");
}

TEST_CASE("a hearing: who is on today's list, in this room") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto check = [&](const std::string& no, const std::string& room) {
    return outcome(rig, passing(id, "LP-HR-088", {{"case_no", no}, {"room", room}}));
  };
  CHECK_EQ(check("ZC-A-0088", "第二仲裁庭"), "admitted/");
  CHECK_EQ(newest(rig, "case_no || role || result", "hearing_entries"), "ZC-A-0088applicantadmitted");
  CHECK_EQ(check("ZC-A-0088", "第一仲裁庭"), "refused/wrong_room");
  CHECK_EQ(check("ZC-A-0087", "第一仲裁庭"), "refused/wrong_day");
  CHECK_EQ(check("ZC-A-0001", "第一仲裁庭"), "refused/not_listed");
}

TEST_CASE("a building site: face, contract, and in and out by turns") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto check = [&](const std::string& project, const std::string& direction, std::uint8_t score) {
    return outcome(rig, passing(id, "LP-HR-091",
                                {{"project", project}, {"gate", "1号门"}, {"direction", direction}}, score));
  };
  CHECK_EQ(check("示例桥梁工程", "in", 60), "refused/face");
  CHECK_EQ(check("示例桥梁工程", "out", 90), "refused/not_alternating");
  CHECK_EQ(check("示例桥梁工程", "in", 90), "recorded/");
  CHECK_EQ(newest(rig, "employer || direction || face_score || result", "site_attendance"),
           "示例建筑公司in90recorded");
  CHECK_EQ(check("示例桥梁工程", "in", 90), "refused/not_alternating");
  CHECK_EQ(check("示例桥梁工程", "out", 90), "recorded/");
  CHECK_EQ(check("示例隧道工程", "in", 90), "refused/no_contract");  // it ended
  CHECK(codeOf(rig.send(passing(id, "LP-HR-091", {{"project", "x"}, {"gate", "x"}, {"direction", "up"}},
                                90))) == ErrorCode::badEnvelope);
}

TEST_CASE("volunteer hours: the first read begins, the second credits full hours and raises the balance") {
  CenterRig rig;
  auto id = rig.session(kHolderA, 1);
  const Inputs help{{"project", "示例社区助老"}, {"organiser", "示例志愿者协会"}};
  Inputs other = help;
  other["project"] = "别的";
  CHECK_EQ(outcome(rig, passing(id, "LP-OT-006", help)), "started/");
  CHECK_EQ(newest(rig, "start_time || '|' || end_time || '|' || hours || '|' || balance", "volunteer_hours"),
           "2026-01-05 09:30:11||0|7");
  CHECK_EQ(outcome(rig, passing(id, "LP-OT-006", other)), "refused/other_service_open");
  rig.clock.pass(2h + 59min);
  id = rig.session(kHolderA, 1);
  const auto answer = given(rig.send(passing(id, "LP-OT-006", help)));
  CHECK_EQ(answer.result, "credited");
  CHECK(answer.rows[0].cells == std::vector<std::string>{"示例社区助老", "示例志愿者协会",
                                                         "2026-01-05 09:30:11", "2026-01-05 12:29:11", "2",
                                                         "9"});
  CHECK_EQ(newest(rig, "hours || '|' || balance", "volunteer_hours"), "2|9");
}

TEST_CASE("volunteer hours count over midnight, and not for a start that is days old") {
  CenterRig rig;
  const Inputs help{{"project", "示例社区助老"}, {"organiser", "示例志愿者协会"}};
  rig.clock.pass(12h);
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-006", help)), "started/");
  rig.clock.pass(4h);
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-006", help)), "credited/");
  CHECK_EQ(newest(rig, "hours || '|' || balance", "volunteer_hours"), "4|11");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-006", help)), "started/");
  rig.clock.pass(72h);
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-006", help)), "started/");
  CHECK_EQ(rig.number("SELECT CAST(SUM(hours) AS INTEGER) FROM volunteer_hours"), 11);
}

TEST_CASE("a station: a valid ticket in this person's name, in once") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto check = [&](const std::string& direction) {
    return outcome(
        rig,
        passing(
            id, "LP-OT-029",
            {{"carrier", "示例客运"}, {"station", "示例汽车站"}, {"gate", "2"}, {"direction", direction}}));
  };
  CHECK_EQ(check("out"), "refused/no_ticket");
  CHECK_EQ(check("in"), "passed/");
  CHECK_EQ(newest(rig, "ticket_no || gate || direction || result", "station_passes"), "CP-A-00292inpassed");
  CHECK_EQ(check("in"), "refused/no_ticket");
  CHECK_EQ(check("out"), "passed/");
  rig.run("UPDATE travel_tickets SET state = 'valid', holder_name = '李四' WHERE ticket_no = 'CP-A-0029'");
  CHECK_EQ(check("in"), "refused/other_name");
}

TEST_CASE("a museum: by booking, or as long as there is room; one entry a slot") {
  CenterRig rig;
  const Inputs museum{{"venue", "示例市博物馆"}};
  const auto id = rig.session(kHolderA, 1);
  CHECK_EQ(outcome(rig, passing(id, "LP-OT-032", museum)), "admitted/");
  CHECK_EQ(newest(rig, "kind || booking_no || visitors || result", "venue_entries"),
           "cultureYY-A-00322admitted");
  CHECK_EQ(outcome(rig, passing(id, "LP-OT-032", museum)), "refused/entered_already");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-032", museum)), "refused/full");
  rig.run("INSERT INTO venue_capacity (venue, per_day) VALUES ('示例市博物馆', 1)");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-032", museum)), "admitted/");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderC, 1), "LP-OT-032", museum)), "refused/full");
}

TEST_CASE("a park: a valid year pass, or 65 years") {
  CenterRig rig;
  const Inputs park{{"site", "示例山风景区"}};
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-033", park)), "admitted/");
  CHECK_EQ(newest(rig, "kind || pass_no || discount_class", "venue_entries"), "tourismNK-A-0033year_pass");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-033", park)), "refused/no_pass");
  rig.run("UPDATE persons SET birth_date = '1961-01-05' WHERE aac002 = '" + kHolderB.number + "'");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-033", park)), "admitted/");
  rig.run("UPDATE persons SET birth_date = '1961-01-06' WHERE aac002 = '" + kHolderB.number + "'");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-033", park)), "refused/no_pass");
  rig.run("UPDATE venue_bookings SET pass_valid_until = '2026-01-04'");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderA, 1), "LP-OT-033", park)), "refused/pass_expired");
}

TEST_CASE("a library: lend and give back; nothing new while something is overdue, nothing twice") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto check = [&](const std::string& action, const std::string& book) {
    return outcome(rig,
                   passing(id, "LP-OT-035", {{"action", action}, {"book_no", book}, {"title", "示例书"}}));
  };
  CHECK_EQ(check("lend", "TS-0009"), "out/");
  CHECK_EQ(newest(rig, "reader_no || book_no || loan_date || due_date || state", "library_loans"),
           "DZ-A-0035TS-00092026-01-052026-02-04out");
  CHECK_EQ(check("lend", "TS-0009"), "refused/lent_out");
  CHECK_EQ(check("return", "TS-0009"), "back/");
  CHECK_EQ(newest(rig, "state", "library_loans"), "back");
  CHECK_EQ(check("return", "TS-0009"), "refused/not_lent");
  rig.run("UPDATE library_loans SET due_date = '2026-01-04' WHERE book_no = 'TS-0002'");
  CHECK_EQ(check("lend", "TS-0010"), "refused/overdue");
  CHECK_EQ(check("return", "TS-0002"), "back/");
  CHECK_EQ(check("lend", "TS-0010"), "out/");
  CHECK_EQ(outcome(rig, passing(rig.session(kHolderB, 1), "LP-OT-035",
                                {{"action", "lend"}, {"book_no", "X"}, {"title", "x"}})),
           "refused/no_reader");
}

TEST_CASE("a community gate: who is on the list of this gate") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const auto check = [&](const std::string& community, const std::string& gate) {
    return outcome(rig,
                   passing(id, "LP-OT-045", {{"community", community}, {"gate", gate}, {"direction", "in"}}));
  };
  CHECK_EQ(check("测试小区", "东门"), "open/");
  CHECK_EQ(newest(rig, "community || gate || resident_class || result", "gate_passes"),
           "测试小区东门residentopen");
  CHECK_EQ(check("测试小区", "西门"), "refused/not_listed");
  CHECK_EQ(check("示例花园", "南门"), "refused/expired");
}

TEST_CASE("a job fair: one application a post") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  const Inputs fair{
      {"event_id", "ZPH-02"}, {"employer", "示例云计算有限公司"}, {"booth", "C07"}, {"post", "运维"}};
  CHECK_EQ(outcome(rig, passing(id, "YZ-005", fair)), "signed_up/");
  CHECK_EQ(newest(rig, "event_id || booth || post || result", "job_fair_entries"), "ZPH-02C07运维signed_up");
  const auto before = rows(rig, "job_fair_entries");
  CHECK_EQ(outcome(rig, passing(id, "YZ-005", fair)), "refused/applied_already");
  CHECK_EQ(rows(rig, "job_fair_entries"), before);
}

TEST_CASE("a gate says exactly what its item asks for") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 1);
  for (const Inputs& wrong :
       {Inputs{{"event_id", "1"}},
        Inputs{{"event_id", "1"}, {"employer", "2"}, {"booth", "3"}, {"post", "4"}, {"subject", "5"}}})
    CHECK(codeOf(rig.send(passing(id, "YZ-005", wrong))) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(passing(id, "LP-OT-002", {}))) == ErrorCode::unknownTransaction);
  CHECK(codeOf(rig.send(passing("nobody", "YZ-005", {}))) == ErrorCode::signInUnknown);
}
