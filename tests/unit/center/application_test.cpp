// 8701 to 8704: forms handed in, decided, returned, withdrawn; corrections of records.
#include "center/apply/application.hpp"

#include <array>
#include <set>
#include <thread>

#include "center/apply/life.hpp"
#include "tests/unit/center/rig.hpp"
#include "tests/unit/wire/form_values.hpp"
#include "wire/office/application.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;
using namespace std::chrono_literals;

namespace {

const form::Form& formNamed(const std::string& item) {
  const form::Form* form = form::findForm(item);
  REQUIRE(form != nullptr);
  return *form;
}

/// Sealed where its rule says so, for the terminal's next message.
SubmitApplication message(CenterRig& rig, const std::string& session, const std::string& item,
                          const std::vector<form::Value>& values, const std::string& kind = "form",
                          const std::string& devNo = kDevNo) {
  const form::Form& form = kind == "form" ? formNamed(item) : form::recordForm();
  SubmitApplication body{session, item, kind, {}, {}};
  for (const form::Value& value : values) {
    const form::Rule* rule = form::findRule(form, value.id);
    const bool personal = rule != nullptr && rule->personal;
    body.values.push_back({value.id, personal ? rig.sealed(value.id, value.value, devNo) : value.value});
  }
  return body;
}

Answered<ApplicationState> submit(CenterRig& rig, const std::string& session, const std::string& item,
                                  const std::vector<form::Value>& values, const std::string& kind = "form") {
  return rig.send(message(rig, session, item, values, kind));
}

Answered<ApplicationState> submitValid(CenterRig& rig, const std::string& session, const std::string& item) {
  return submit(rig, session, item, test::validValues(formNamed(item)));
}

std::string staffWith(CenterRig& rig, bool supervisor) {
  const Holder holder = supervisor ? Holder{rig.testStaff.supervisor, rig.testStaff.supervisorCard}
                                   : Holder{rig.testStaff.clerk, rig.testStaff.clerkCard};
  const std::string& devNo = supervisor ? kOtherDevNo : kWindow;
  return given(rig.send(StaffSignIn{rig.session(holder, 2, "card", devNo)}, devNo)).staffSessionId;
}

/// Two members of staff, at two terminals.
struct Desks {
  explicit Desks(CenterRig& center)
      : rig(center), clerk(staffWith(rig, false)), chief(staffWith(rig, true)) {}
  Answered<ApplicationState> byClerk(const std::string& no, const std::string& what,
                                     const std::string& why = {}) {
    return rig.send(DecideApplication{clerk, no, what, why}, kWindow);
  }
  Answered<ApplicationState> byChief(const std::string& no, const std::string& what,
                                     const std::string& why = {}) {
    return rig.send(DecideApplication{chief, no, what, why}, kOtherDevNo);
  }
  CenterRig& rig;
  std::string clerk, chief;
};

long long count(CenterRig& rig, const std::string& table = "applications") {
  return rig.number("SELECT COUNT(*) FROM " + table);
}

const std::vector<form::Value> kCorrection{
    {"row", "2025-12"}, {"field", "base"}, {"text", "缴费基数与工资不符"}};

}  // namespace

TEST_CASE("every form of the catalogue is handed in once, and refused with each wrong value") {
  CenterRig rig;
  const auto card = rig.session(kHolderA, 3), phone = rig.session(kHolderA, 3, "phone", kOtherDevNo);
  for (const form::Form& form : form::forms()) {
    CAPTURE(form.item);
    const std::string item(form.item), devNo = form.physical ? kDevNo : kOtherDevNo;
    const std::string& session = form.physical ? card : phone;
    const auto before = count(rig);
    for (const auto& wrong : test::wrongValues(form)) {
      CAPTURE(wrong.field);
      const auto answer = rig.send(message(rig, session, item, wrong.values, "form", devNo), devNo);
      CHECK(codeOf(answer) == ErrorCode::badEnvelope);
      CHECK(answer.error().where.starts_with("input.values."));
    }
    CHECK_EQ(count(rig), before);
    const auto done =
        given(rig.send(message(rig, session, item, test::validValues(form), "form", devNo), devNo));
    CHECK_EQ(done.state, "SUBMITTED");
    CHECK_EQ(count(rig), before + 1);
    CHECK_EQ(rig.number("SELECT COUNT(*) FROM application_values WHERE apply_no = '" + done.applyNo + "'"),
             static_cast<long long>(form.fields.size()));
  }
  CHECK_EQ(count(rig), 72);
}

TEST_CASE("an application needs its level, its presenter and its kind of card") {
  CenterRig rig;
  CHECK(codeOf(submitValid(rig, rig.session(kHolderA, 1), "LP-HR-001")) == ErrorCode::levelTooLow);
  CHECK(codeOf(submitValid(rig, rig.session(kHolderA, 2), "LP-HR-032")) == ErrorCode::levelTooLow);
  CHECK(codeOf(submitValid(rig, rig.session(kHolderA, 2, "phone"), "LP-HR-011")) == ErrorCode::notPossible);
  CHECK(codeOf(submitValid(rig, rig.session(kHolderA, 2), "LP-HR-068")) == ErrorCode::notPossible);
  const auto id = rig.session(kHolderA, 3);
  CHECK(codeOf(rig.send(SubmitApplication{id, "LP-HR-024", "form", "", {}})) ==
        ErrorCode::unknownTransaction);
  CHECK(codeOf(rig.send(SubmitApplication{id, "LP-HR-999", "form", "", {}})) ==
        ErrorCode::unknownTransaction);
  CHECK(codeOf(rig.send(SubmitApplication{id, "LP-HR-001", "letter", "", {}})) ==
        ErrorCode::unknownTransaction);
  rig.run("UPDATE sessions SET presenter = '" + kHolderB.number + "', relation = '1' WHERE session_id = '" +
          id + "'");
  CHECK(codeOf(submitValid(rig, id, "LP-HR-001")) == ErrorCode::notPossible);
  CHECK_EQ(count(rig), 0);
}

TEST_CASE("a personal value that is not sealed for this message is no value") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  auto body = message(rig, id, "LP-OT-051", test::validValues(formNamed("LP-OT-051")));
  const auto contact = std::ranges::find(body.values, "contact", &FormValue::id);
  contact->value = "13900000000";
  const auto answer = rig.send(body);
  CHECK(codeOf(answer) == ErrorCode::badEnvelope);
  CHECK(answer.error().where.starts_with("input.values."));
  CHECK_EQ(count(rig), 0);
}

TEST_CASE("the same form handed in twice is one application; another one is another") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  const auto first = given(submitValid(rig, id, "LP-HR-001"));
  auto values = test::validValues(formNamed("LP-HR-001"));
  std::ranges::reverse(values);
  CHECK_EQ(given(submit(rig, id, "LP-HR-001", values)).applyNo, first.applyNo);
  CHECK_EQ(count(rig), 1);
  CHECK_EQ(count(rig, "application_steps"), 1);
  std::ranges::find(values, "occupation", &form::Value::id)->value = "电工";
  CHECK_NE(given(submit(rig, id, "LP-HR-001", values)).applyNo, first.applyNo);
  CHECK_NE(given(submitValid(rig, rig.session(kHolderB, 2), "LP-HR-001")).applyNo, first.applyNo);
  CHECK_EQ(count(rig), 3);
}

TEST_CASE("two hands on the same button make one application") {
  CenterRig rig;
  const SubmitApplication body{
      rig.session(kHolderA, 2),
      "LP-HR-061",
      "form",
      "",
      {{"from_area", "999999"}, {"to_area", "999900"}, {"benefit_in_progress", "no"}}};
  std::array<std::string, 2> numbers;
  const auto press = [&](std::string& number) {
    number = rig.inCall([&](const Call& call) -> std::string {
      const auto done = submitApplication(call, body);
      return done ? done->applyNo : "refused";
    });
  };
  std::thread first(press, std::ref(numbers[0])), second(press, std::ref(numbers[1]));
  first.join();
  second.join();
  CHECK_EQ(numbers[0], "SQ99990020260105000001");
  CHECK_EQ(numbers[1], numbers[0]);
  CHECK_EQ(count(rig), 1);
}

TEST_CASE("check and approval are two persons' work") {
  CenterRig rig;
  const auto no = given(submitValid(rig, rig.session(kHolderA, 2), "LP-HR-001")).applyNo;
  Desks desks(rig);
  CHECK(codeOf(desks.byClerk(no, "approve")) == ErrorCode::wrongStep);
  CHECK(codeOf(desks.byClerk(no, "forget")) == ErrorCode::badEnvelope);
  CHECK(codeOf(desks.byClerk(no, "withdraw")) == ErrorCode::badEnvelope);
  CHECK(codeOf(desks.byClerk("SQ0", "check")) == ErrorCode::signInUnknown);
  CHECK_EQ(given(desks.byClerk(no, "check")).state, "CHECKED");
  CHECK(codeOf(desks.byClerk(no, "check")) == ErrorCode::wrongStep);
  CHECK(codeOf(desks.byClerk(no, "approve")) == ErrorCode::wrongStep);
  CHECK_EQ(given(desks.byChief(no, "approve")).state, "APPROVED");
  for (const char* decision : {"check", "approve", "return"})
    CHECK(codeOf(desks.byChief(no, decision, "x")) == ErrorCode::wrongStep);
  CHECK(codeOf(rig.send(DecideApplication{"nobody", no, "check", ""}, kWindow)) == ErrorCode::signInUnknown);
  CHECK_EQ(rig.text("SELECT operator FROM application_steps WHERE step = 'check'"), "S90001");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM access_log WHERE infno = '8703' AND subject = '" +
                      kHolderA.number + "'"),
           2);
}

TEST_CASE("nobody decides about themselves") {
  CenterRig rig;
  const auto own = rig.session({rig.testStaff.clerk, rig.testStaff.clerkCard}, 2);
  const auto no = given(submitValid(rig, own, "LP-HR-001")).applyNo;
  Desks desks(rig);
  CHECK(codeOf(desks.byClerk(no, "check")) == ErrorCode::notPossible);
  CHECK_EQ(given(desks.byChief(no, "check")).state, "CHECKED");
}

TEST_CASE("what was returned can be sent again for fifteen days") {
  CenterRig rig;
  const auto no = given(submitValid(rig, rig.session(kHolderA, 2), "LP-HR-001")).applyNo;
  Desks desks(rig);
  CHECK(codeOf(desks.byClerk(no, "return")) == ErrorCode::badEnvelope);
  const auto back = given(desks.byClerk(no, "return", "缺材料"));
  CHECK_EQ(back.state + back.until, "RETURNED2026-01-20");

  auto values = test::validValues(formNamed("LP-HR-001"));
  std::ranges::find(values, "occupation", &form::Value::id)->value = "电工";
  auto again = message(rig, rig.session(kHolderA, 2), "LP-HR-001", values);
  again.applyNo = no;
  CHECK_EQ(given(rig.send(again)).state, "SUBMITTED");
  CHECK_EQ(rig.text("SELECT value FROM application_values WHERE field = 'occupation'"), "电工");
  CHECK_EQ(count(rig), 1);
  CHECK_EQ(given(desks.byClerk(no, "return", "还缺")).until, "2026-01-20");

  rig.clock.pass(15 * 24h + 14h);  // the last day, 23:30
  again = message(rig, rig.session(kHolderA, 2), "LP-HR-001", values);
  again.applyNo = no;
  CHECK_EQ(given(rig.send(again)).state, "SUBMITTED");
  given(rig.send(DecideApplication{staffWith(rig, false), no, "return", "再缺"}, kWindow));
  rig.clock.pass(15 * 24h + 1h);
  const auto session = rig.session(kHolderA, 2);
  again = message(rig, session, "LP-HR-001", values);
  again.applyNo = no;
  CHECK(codeOf(rig.send(again)) == ErrorCode::wrongStep);
  CHECK_EQ(given(rig.send(AskApplications{session, "", 0})).rows.at(0).state, "WITHDRAWN");
}

TEST_CASE("what is sent again is one's own, of the same form, and was returned") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  const auto no = given(submitValid(rig, id, "LP-HR-001")).applyNo;
  const auto again = [&](const std::string& session, const std::string& item) {
    auto body = message(rig, session, item, test::validValues(formNamed(item)));
    body.applyNo = no;
    return rig.send(body);
  };
  CHECK(codeOf(again(id, "LP-HR-001")) == ErrorCode::wrongStep);
  given(Desks(rig).byClerk(no, "return", "缺材料"));
  CHECK(codeOf(again(rig.session(kHolderA, 2), "LP-HR-007")) == ErrorCode::wrongStep);
  CHECK(codeOf(again(rig.session(kHolderB, 2), "LP-HR-001")) == ErrorCode::signInUnknown);
}

TEST_CASE("the person withdraws what is not decided, and nobody else does") {
  for (const char* step : {"", "check", "return", "approve"}) {
    CAPTURE(step);
    CenterRig rig;
    const auto no = given(submitValid(rig, rig.session(kHolderA, 2), "LP-HR-001")).applyNo;
    Desks desks(rig);
    const std::string last(step);
    if (last == "check" || last == "approve") given(desks.byClerk(no, "check"));
    if (last == "approve") given(desks.byChief(no, "approve"));
    if (last == "return") given(desks.byClerk(no, "return", "缺材料"));
    CHECK(codeOf(rig.send(WithdrawApplication{rig.session(kHolderB, 2), no})) == ErrorCode::signInUnknown);
    CHECK(codeOf(rig.send(WithdrawApplication{rig.session(kHolderA, 1), no})) == ErrorCode::levelTooLow);
    const auto id = rig.session(kHolderA, 2);
    const auto answer = rig.send(WithdrawApplication{id, no});
    if (last == "approve") {
      CHECK(codeOf(answer) == ErrorCode::wrongStep);
      continue;
    }
    CHECK_EQ(given(answer).state, "WITHDRAWN");
    CHECK(codeOf(rig.send(WithdrawApplication{id, no})) == ErrorCode::wrongStep);
    CHECK(codeOf(desks.byClerk(no, "check")) == ErrorCode::wrongStep);
  }
}

TEST_CASE("a person sees their own applications, one of them with its steps and values") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  const auto no = given(submitValid(rig, id, "LP-OT-051")).applyNo;
  rig.clock.pass(1s);
  given(submitValid(rig, id, "LP-HR-001"));
  const auto other = rig.session(kHolderB, 2, "card", kOtherDevNo);
  given(rig.send(
      message(rig, other, "LP-HR-001", test::validValues(formNamed("LP-HR-001")), "form", kOtherDevNo),
      kOtherDevNo));
  const auto all = given(rig.send(AskApplications{id, "", 0}));
  REQUIRE_EQ(all.rows.size(), 2);
  CHECK_EQ(all.rows[0].item, "LP-HR-001");  // newest first
  CHECK_EQ(all.rows[1].applyNo, no);
  CHECK(all.values.empty());
  const auto one = given(rig.send(AskApplications{id, no, 0}));
  REQUIRE_EQ(one.rows.size(), 1);
  REQUIRE_EQ(one.steps.size(), 1);
  CHECK_EQ(one.steps[0].step, "submit");
  const auto contact = std::ranges::find(one.values, "contact", &FormValue::id);
  REQUIRE(contact != one.values.end());
  CHECK_EQ(rig.opened("contact", contact->value), "11111111111");
  CHECK_EQ(std::ranges::find(one.values, "from_date", &FormValue::id)->value, "2026-01-05");
  CHECK(codeOf(rig.send(AskApplications{rig.session(kHolderB, 2), no, 0})) == ErrorCode::signInUnknown);
  CHECK(codeOf(rig.send(AskApplications{rig.session(kHolderA, 1), "", 0})) == ErrorCode::levelTooLow);
}

TEST_CASE("more applications than a page has are more pages") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  for (int i = 0; i < 21; ++i) {
    auto values = test::validValues(formNamed("LP-HR-001"));
    std::ranges::find(values, "occupation", &form::Value::id)->value = "职业" + std::to_string(i);
    given(submit(rig, id, "LP-HR-001", values));
  }
  const auto first = given(rig.send(AskApplications{id, "", 0})),
             second = given(rig.send(AskApplications{id, "", 1}));
  CHECK_EQ(first.rows.size(), kMostApplications);
  CHECK(first.more);
  CHECK_EQ(second.rows.size(), 1);
  CHECK_FALSE(second.more);
}

TEST_CASE("a correction names a record, a column of it, and what is wrong") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 2);
  const auto done = given(submit(rig, id, "LP-HR-024", kCorrection, "correction"));
  CHECK_EQ(done.applyNo, "SQ99990020260105000001");
  CHECK_EQ(rig.text("SELECT kind || item FROM applications"), "correctionLP-HR-024");
  auto wrong = kCorrection;
  wrong[1].value = "salary";
  const auto column = submit(rig, id, "LP-HR-024", wrong, "correction");
  CHECK(codeOf(column) == ErrorCode::badEnvelope);
  CHECK_EQ(column.error().where, "input.values.field.notListed");
  CHECK(codeOf(submit(rig, id, "LP-HR-001", kCorrection, "correction")) == ErrorCode::unknownTransaction);
  wrong = kCorrection;
  wrong[2].value = "";
  CHECK_EQ(submit(rig, id, "LP-HR-024", wrong, "correction").error().where, "input.values.text.missing");
}

TEST_CASE("SQL in a text is a text") {
  CenterRig rig;
  const auto id = rig.session(kHolderA, 3);
  for (const std::string attack : {"'; DROP TABLE applications; --", "' OR '1'='1",
                                   "\\'; DELETE FROM persons", "\";--", "${jndi:x}", "%s%n", "?, :no"}) {
    for (const char* item : {"LP-HR-025", "LP-HR-093", "LP-HR-044"}) {
      CAPTURE(item);
      auto values = test::validValues(formNamed(item));
      for (form::Value& value : values) {
        const form::Rule* rule = form::findRule(formNamed(item), value.id);
        if (rule->shape == form::Shape::text && rule->masks.empty()) value.value = attack;
      }
      const auto no = given(submit(rig, id, item, values)).applyNo;
      CHECK(rig.number("SELECT COUNT(*) FROM application_values WHERE apply_no = '" + no + "'") ==
            static_cast<long long>(values.size()));
    }
    auto values = kCorrection;
    values[0].value = values[2].value = attack;
    given(submit(rig, id, "LP-HR-024", values, "correction"));
    CHECK(codeOf(rig.send(WithdrawApplication{id, "SQ1"})) == ErrorCode::signInUnknown);
  }
  CHECK_EQ(count(rig), 7 * 4);
  CHECK(count(rig, "persons") > 0);
}

TEST_CASE("an application through a peer is kept here, once") {
  CenterRig rig;
  const form::Form& form = formNamed("LP-HR-001");
  SubmitApplication body{"-", "LP-HR-001", "form", {}, {}};
  for (const form::Value& value : test::validValues(form))
    body.values.push_back({value.id, value.value});
  const Forwarded forwarded{"999999", "", kHolderA.number, kHolderA.number, kHolderA.card, 2, "", {}};
  const auto ask = [&](unsigned number, const Forwarded& who) {
    const auto request = rig.foreignRequest("8701", encodeBody(body), number);
    return rig.inCall([&](const Call& call) { return foreignSubmit(call.services, call.sql, request, who); });
  };
  const auto first = given(ask(1000, forwarded));
  CHECK_EQ(given(ask(1000, forwarded)), first);
  CHECK_EQ(count(rig), 1);
  auto weak = forwarded;
  weak.level = 1;
  CHECK(codeOf(ask(1001, weak)) == ErrorCode::levelTooLow);
  body.values.pop_back();
  CHECK(codeOf(ask(1002, forwarded)) == ErrorCode::badEnvelope);
}

TEST_CASE("steps are a table: what is not in it does not happen") {
  const std::set<std::string> allowed{
      "submit|",        "resubmit|RETURNED",  "check|SUBMITTED",  "approve|CHECKED",   "return|SUBMITTED",
      "return|CHECKED", "withdraw|SUBMITTED", "withdraw|CHECKED", "withdraw|RETURNED", "lapse|RETURNED"};
  for (const std::string step :
       {"submit", "resubmit", "check", "approve", "return", "withdraw", "lapse", "x"})
    for (const std::string from : {"", "SUBMITTED", "CHECKED", "APPROVED", "RETURNED", "WITHDRAWN"})
      CHECK_EQ(findStep(step, from) != nullptr, allowed.contains(step + "|" + from));
}
