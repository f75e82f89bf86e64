// 8114 to 8118: staff on duty and their limits, releases, calls for help, and acting for another.
#include "center/identity/staff.hpp"

#include "center/identity/logins.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/office/document.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;
using namespace std::chrono_literals;

namespace {

AuthorityCheck byCards(const std::string& session, const Holder& subject, const std::string& pin = "ok") {
  AuthorityCheck check;
  check.sessionId = session;
  check.way = "cards";
  check.relation = "1";
  check.aaz501 = subject.card;
  check.proven = true;
  check.pin = pin;
  return check;
}

AuthorityCheck byMandate(const std::string& session, const std::string& number, const std::string& service) {
  AuthorityCheck check;
  check.sessionId = session;
  check.way = "mandate";
  check.mandateNo = number;
  check.service = service;
  return check;
}

/// A mandate that a clerk registers: C may do this for A.
Answered<std::string> mandate(CenterRig& rig, const std::string& scope, std::chrono::milliseconds term,
                              const std::string& relation = "8") {
  const auto clerk = rig.staff();
  return rig.inCall([&](const Call& call) -> Answered<std::string> {
    const auto staff = requireStaff(call, clerk);
    if (!staff) return tl::unexpected(staff.error());
    return registerMandate(call, *staff,
                           {kHolderC.number, kHolderA.number, relation, "mandate", scope, call.now + term});
  });
}

}  // namespace

TEST_CASE("staff sign in by their card and PIN or e-card, and only who is on the list") {
  CenterRig rig;
  const Holder clerk{rig.testStaff.clerk, rig.testStaff.clerkCard};
  const auto own = rig.session(clerk);
  const auto duty = given(rig.send(StaffSignIn{own}));
  CHECK_EQ(duty.staffNo, "S90001");
  CHECK_EQ(duty.role, "clerk");
  CHECK_EQ(duty.idleSeconds, 300);
  CHECK_EQ(duty.validUntil, "20260105173011000");
  CHECK_EQ(rig.text("SELECT staff_no || '|' || role || '|' || way FROM staff_sessions"), "S90001|clerk|card");
  CHECK(codeOf(rig.send(StaffSignIn{own})) ==
        ErrorCode::signInUnknown);  // the person's session ended with it
  CHECK_EQ(given(rig.send(StaffSignIn{
                     rig.session({rig.testStaff.supervisor, rig.testStaff.supervisorCard}, 2, "code")}))
               .role,
           "supervisor");

  CHECK(codeOf(rig.send(StaffSignIn{rig.session(clerk, 1)})) == ErrorCode::levelTooLow);
  CHECK(codeOf(rig.send(StaffSignIn{rig.session(clerk, 2, "id")})) == ErrorCode::notPossible);
  CHECK(codeOf(rig.send(StaffSignIn{rig.session(kHolderB)})) == ErrorCode::notPossible);
  rig.run("UPDATE staff_members SET state = 'ended'");
  CHECK(codeOf(rig.send(StaffSignIn{rig.session(clerk)})) == ErrorCode::notPossible);
}

TEST_CASE(
    "duty ends after five minutes without a message, after eight hours, with the list, and at sign-out") {
  CenterRig rig;
  const auto works = [&](const std::string& id, const std::string& devNo = kDevNo) {
    return rig.inCall([&](const Call& call) { return requireStaff(call, id); }, devNo);
  };
  auto id = rig.staff();
  CHECK(codeOf(works(id, kOtherDevNo)) == ErrorCode::signInElsewhere);
  rig.clock.pass(5min);
  CHECK(works(id).has_value());
  rig.clock.pass(5min);
  CHECK(works(id).has_value());
  rig.clock.pass(5min + 1ms);
  CHECK(codeOf(works(id)) == ErrorCode::signInExpired);

  id = rig.staff();
  for (int i = 0; i < 96; ++i) {  // 8 hours
    rig.clock.pass(5min);
    CHECK(works(id).has_value());
  }
  rig.clock.pass(1ms);
  CHECK(codeOf(works(id)) == ErrorCode::signInExpired);

  id = rig.staff();
  rig.run("UPDATE staff_members SET state = 'ended' WHERE staff_no = 'S90001'");
  CHECK(codeOf(works(id)) == ErrorCode::notPossible);
  rig.run("UPDATE staff_members SET state = 'active' WHERE staff_no = 'S90001'");
  given(rig.send(StaffSignOut{id}));
  CHECK(codeOf(works(id)) == ErrorCode::signInUnknown);
}

TEST_CASE("a clerk releases a session to L2 and to L3, with a reason, and it is written down") {
  CenterRig rig;
  const auto clerk = rig.staff();
  const auto id = rig.session(kHolderA, 1);
  CHECK(codeOf(rig.send(ClerkRelease{clerk, id, "clerk", "核验", true, true})) == ErrorCode::levelTooLow);
  CHECK(codeOf(rig.send(ClerkRelease{clerk, id, "identity", "", true, true})) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(ClerkRelease{clerk, id, "identity", "忘记密码", true, false})) ==
        ErrorCode::levelTooLow);
  CHECK(codeOf(rig.send(ClerkRelease{clerk, id, "identity", "忘记密码", false, true})) ==
        ErrorCode::levelTooLow);
  CHECK(codeOf(rig.send(ClerkRelease{"nobody", id, "identity", "忘记密码", true, true})) ==
        ErrorCode::signInUnknown);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM releases"), 0);
  CHECK_EQ(given(rig.send(ClerkRelease{clerk, id, "identity", "忘记密码", true, true})).level, 2);
  CHECK_EQ(given(rig.send(ClerkRelease{clerk, id, "clerk", "核验", true, true})).level, 3);
  CHECK_EQ(rig.number("SELECT level FROM sessions WHERE session_id = '" + id + "'"), 3);
  CHECK_EQ(rig.text("SELECT staff_no || '|' || reason || '|' || CAST(level_before AS TEXT) || "
                    "CAST(level_after AS TEXT) FROM releases "
                    "WHERE release = 'identity'"),
           "S90001|忘记密码|12");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM access_log WHERE item LIKE 'release.%' AND subject = '" +
                      kHolderA.number + "'"),
           2);
  const auto receipt = given(rig.send(ProveIdentity{id, "YZ-003", "1", "办事"}));
  CHECK_NE(receipt.facts.find("|clerk|"), std::string::npos);
}

TEST_CASE("nobody releases themselves") {
  CenterRig rig;
  const auto clerk = rig.staff();
  const auto own = rig.session({rig.testStaff.clerk, rig.testStaff.clerkCard}, 1);
  CHECK(codeOf(rig.send(ClerkRelease{clerk, own, "identity", "忘记密码", true, true})) ==
        ErrorCode::notPossible);
}

TEST_CASE("a call for help has a ticket, one a terminal, and ends when a clerk came") {
  CenterRig rig;
  const auto first = given(rig.send(HelpCall{"", "payment"}));
  CHECK_EQ(first.ticket, "H001");
  CHECK_EQ(first.ahead, 0);
  rig.clock.pass(10s);
  const auto id = rig.session(kHolderA, 1, "card", kOtherDevNo);
  const auto second = given(rig.send(HelpCall{id, "pin"}, kOtherDevNo));
  CHECK_EQ(second.ticket, "H002");
  CHECK_EQ(second.ahead, 1);
  CHECK_EQ(given(rig.send(HelpCall{"", "payment"})).ticket, "H001");
  CHECK(codeOf(rig.send(HelpCall{"nobody", "pin"})) == ErrorCode::signInUnknown);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM help_calls"), 2);
  const auto clerk = rig.staff();
  given(rig.send(ClerkRelease{clerk, rig.session(kHolderB, 1), "identity", "帮助", true, true}));
  CHECK_EQ(given(rig.send(HelpCall{id, "pin"}, kOtherDevNo)).ahead, 0);
  CHECK_EQ(given(rig.send(HelpCall{"", "payment"})).ticket, "H003");
}

TEST_CASE("both cards: the session is the subject's, at L2 only with the subject's PIN") {
  CenterRig rig;
  auto id = rig.session(kHolderC);
  const auto authority = given(rig.send(byCards(id, kHolderA)));
  CHECK_EQ(authority.level, 2);
  CHECK_EQ(authority.maskedName, "*三");
  CHECK_EQ(authority.relation, "1");
  CHECK_EQ(rig.text("SELECT presenter || '|' || subject || '|' || relation || '|' || aaz501 FROM sessions "
                    "WHERE session_id = '" +
                    id + "'"),
           kHolderC.number + "|" + kHolderA.number + "|1|" + kHolderA.card);
  CHECK_EQ(rig.text("SELECT way || '|' || evidence FROM authorities"), "cards|" + kHolderA.card);
  // A relative's session prints both names; what is for the holder alone is not for a relative.
  const auto receipt = given(rig.send(ProveIdentity{id, "LP-OT-036", "1", "办事"}));
  CHECK_NE(receipt.facts.find("|*三|9****************4|*试王五|"), std::string::npos);
  CHECK(codeOf(rig.send(ProveIdentity{id, "YZ-003", "1", "办事"})) == ErrorCode::notPossible);
  CHECK(codeOf(rig.send(byCards(id, kHolderB))) == ErrorCode::wrongStep);

  id = rig.session(kHolderC);
  CHECK_EQ(given(rig.send(byCards(id, kHolderA, "none"))).level, 1);
  CHECK(codeOf(rig.send(ProveIdentity{id, "LP-OT-036", "1", "办事"})) == ErrorCode::levelTooLow);
}

TEST_CASE("a presenter whose own card is lost acts for nobody any more") {
  CenterRig rig;
  const auto id = rig.session(kHolderC);
  given(rig.send(byCards(id, kHolderA)));
  given(rig.send(AskCardState{id}));
  for (const Holder& holder : {kHolderC, kHolderA}) {
    rig.run("UPDATE cards SET aaz502 = '2' WHERE aaz501 = '" + holder.card + "'");
    CHECK(codeOf(rig.send(AskCardState{id})) == ErrorCode::cardLost);
    rig.run("UPDATE cards SET aaz502 = '1' WHERE aaz501 = '" + holder.card + "'");
    given(rig.send(AskCardState{id}));
  }
}

TEST_CASE(
    "no authority by cards: not proven, lost, one's own, an unknown relation, a presenter at L1, a dead "
    "subject") {
  CenterRig rig;
  auto id = rig.session(kHolderC);
  auto check = byCards(id, kHolderA);
  check.proven = false;
  CHECK(codeOf(rig.send(check)) == ErrorCode::notPossible);
  CHECK(codeOf(rig.send(byCards(id, kHolderC))) == ErrorCode::notPossible);
  check = byCards(id, kHolderA);
  check.relation = "99";
  CHECK(codeOf(rig.send(check)) == ErrorCode::badEnvelope);
  check.way = "word";
  CHECK(codeOf(rig.send(check)) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(byCards(rig.session(kHolderC, 1), kHolderA))) == ErrorCode::levelTooLow);
  id = rig.session(kHolderC);
  rig.run("UPDATE cards SET aaz502 = '4' WHERE aaz501 = '" + kHolderA.card + "'");
  CHECK(codeOf(rig.send(byCards(id, kHolderA))) == ErrorCode::cardLost);
  rig.run("UPDATE cards SET aaz502 = '1'");
  rig.run("UPDATE persons SET dead_on = '2026-01-01' WHERE aac002 = '" + kHolderA.number + "'");
  CHECK(codeOf(rig.send(byCards(id, kHolderA))) == ErrorCode::notPossible);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM authorities"), 0);
}

TEST_CASE("a mandate: for its presenter, its services and its time, while the subject lives") {
  CenterRig rig;
  const auto number = given(mandate(rig, "LP-OT-019,LP-HR-088", 24h * 30));
  auto id = rig.session(kHolderC);
  CHECK(codeOf(rig.send(byMandate(id, number, "LP-OT-036"))) == ErrorCode::notPossible);
  CHECK(codeOf(rig.send(byMandate(id, "M0", "LP-OT-019"))) == ErrorCode::notPossible);
  CHECK(codeOf(rig.send(byMandate(rig.session(kHolderB), number, "LP-OT-019"))) == ErrorCode::notPossible);
  id = rig.session(kHolderC);
  CHECK_EQ(given(rig.send(byMandate(id, number, "LP-OT-019"))).relation, "8");
  CHECK_EQ(given(rig.send(ProveIdentity{id, "LP-OT-019", "1", "过户"})).rows.size(), 1);
  CHECK(codeOf(rig.send(ProveIdentity{id, "LP-OT-036", "1", "办事"})) ==
        ErrorCode::notPossible);  // no relative
  CHECK(codeOf(rig.send(Query{id, "LP-HR-003", "", "", "", 0})) ==
        ErrorCode::notPossible);  // out of its scope
  CHECK(codeOf(rig.send(AskStatement{id, "LP-HR-021", "own", "", ""})) == ErrorCode::notPossible);
  rig.run("UPDATE mandates SET ended = 1");
  CHECK(codeOf(rig.send(ProveIdentity{id, "LP-OT-019", "1", "过户"})) == ErrorCode::notPossible);
  rig.run("UPDATE mandates SET ended = 0");
  rig.clock.pass(24h * 31);
  CHECK(codeOf(rig.send(byMandate(rig.session(kHolderC), number, "LP-OT-019"))) == ErrorCode::notPossible);
}

TEST_CASE("a mandate lasts a year at most, between two living people, by a clerk who is neither") {
  CenterRig rig;
  CHECK(mandate(rig, "*", 24h * 366).has_value());
  CHECK(codeOf(mandate(rig, "*", 24h * 366 + 1s)) == ErrorCode::notPossible);
  CHECK(codeOf(mandate(rig, "*", -1s)) == ErrorCode::notPossible);
  CHECK(codeOf(mandate(rig, "", 24h)) == ErrorCode::badEnvelope);
  CHECK(codeOf(mandate(rig, "*", 24h, "5")) == ErrorCode::badEnvelope);
  rig.run("UPDATE persons SET dead_on = '2026-01-01' WHERE aac002 = '" + kHolderA.number + "'");
  CHECK(codeOf(mandate(rig, "*", 24h)) == ErrorCode::notPossible);
}

TEST_CASE(
    "a relative's e-card: confirmed on the phone of the presenter who keeps it, at this terminal, once") {
  CenterRig rig;
  for (const Holder* holder : {&kHolderE, &kHolderB})
    rig.run(
        "INSERT INTO ecards (sign_no, sign_seq, sign_level, channel_no, aac002, aaz501, state, "
        "password_salt, password_hash, issued) "
        "VALUES ('E-" +
        holder->number + "', '1', 1, '9999000001', '" + holder->number + "', '" + holder->card +
        "', 'ISSUED', '', '', 0)");
  rig.run(
      "INSERT INTO phones (access_id, secret, channel_no, owner, added) VALUES ('P1', '', '9999000001', '" +
      kHolderC.number + "', 0)");
  rig.run("INSERT INTO phone_ecards (access_id, sign_no, relation) VALUES ('P1', 'E-" + kHolderE.number +
          "', '22')");
  const auto login = [&](const std::string& signNo, const std::string& seq) {
    const auto opened = rig.inCall([&](const Call& call) {
      return openLogin(call.services, call.sql,
                       {"A", kDevNo, "kiosk", "p", "s", LoginState::confirmed, signNo});
    });
    rig.run("UPDATE logins SET busi_seq = '" + seq + "' WHERE login_id = '" + given(opened).id + "'");
    return given(opened).id;
  };
  const auto check = [&](const std::string& loginId, const std::string& devNo = kDevNo) {
    AuthorityCheck body;
    body.sessionId = rig.session(kHolderC, 2, "card", devNo);
    body.way = "ecard";
    body.loginId = loginId;
    return rig.send(body, devNo);
  };
  const auto good = login("E-" + kHolderE.number, "SEQ");
  CHECK(codeOf(check(good, kOtherDevNo)) == ErrorCode::signInElsewhere);
  const auto given2 = given(check(good));
  CHECK_EQ(given2.relation, "22");
  CHECK_EQ(given2.level, 2);
  CHECK(codeOf(check(good)) == ErrorCode::codeUsed);
  CHECK(codeOf(check(login("E-" + kHolderE.number, ""))) == ErrorCode::wrongStep);        // no password
  CHECK(codeOf(check(login("E-" + kHolderB.number, "SEQ2"))) == ErrorCode::notPossible);  // not on this phone
  const auto late = login("E-" + kHolderE.number, "SEQ3");
  rig.clock.pass(31s);
  CHECK(codeOf(check(late)) == ErrorCode::signInExpired);
  CHECK(codeOf(check("unknown")) == ErrorCode::signInUnknown);
}
