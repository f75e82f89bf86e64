// 8303, 8304, 8306, and the sign-ins that are for one of them alone.
#include "center/card/card_service.hpp"

#include "center/card/operations.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/people.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/office/card_service.hpp"
#include "wire/office/document.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;

namespace {

ReportLoss loss(const std::string& session, const std::string& card = {}) {
  ReportLoss body;
  body.sessionId = session;
  body.aaz501 = card;
  return body;
}

ReleaseCard release(const std::string& session) {
  ReleaseCard body;
  body.sessionId = session;
  body.proven = true;
  return body;
}

EnableCard enable(const std::string& session, bool newPin = true) {
  EnableCard body;
  body.sessionId = session;
  body.proven = true;
  body.newPin = newPin;
  return body;
}

std::string stateOf(CenterRig& rig, const Holder& holder) {
  return rig.text("SELECT aaz502 FROM cards WHERE aaz501 = '" + holder.card + "'");
}

void setState(CenterRig& rig, const Holder& holder, const std::string& state) {
  rig.run("UPDATE cards SET aaz502 = '" + state + "' WHERE aaz501 = '" + holder.card + "'");
}

/// The sign-in of a card that opens no session otherwise, as a terminal sends it.
Answered<CardSignedIn> signIn(CenterRig& rig, const Holder& holder, const std::string& purpose) {
  CardSignIn body;
  body.way = "card";
  const std::string name = rig.text("SELECT aac003 FROM persons WHERE aac002 = '" + holder.number + "'");
  body.aaz500 = rig.text("SELECT aaz500 FROM cards WHERE aaz501 = '" + holder.card + "'");
  body.aaz501 = holder.card;
  body.aab301 = "999900";
  body.proven = true;
  body.purpose = purpose;
  body.aac002.text = rig.sealed("aac002", holder.number);
  body.aac003.text = rig.sealed("aac003", name);
  return rig.send(body);
}

Answered<LevelReached> pin(CenterRig& rig, const std::string& session, const std::string& result = "ok") {
  return rig.send(PinResult{session, result, 2, false});
}

Answered<LevelReached> face(CenterRig& rig, const std::string& session, std::uint8_t score = 92) {
  return rig.send(FaceCheck{session, score, true});
}

std::string whereOf(const Answered<CardChanged>& answer) {
  REQUIRE_FALSE(answer.has_value());
  return answer.error().where;
}

/// An e-card of holder A, as the gateway issues it.
std::string ecardOf(CenterRig& rig, const Holder& holder) {
  const crypto::SecretBytes password(crypto::Bytes{'4', '7', '2', '9', '1', '6'});
  const auto issued = rig.inCall(
      [&](const Call& call) { return issueEcard(call.services, call.sql, holder.card, password); });
  return given(issued);
}

std::string ecardState(CenterRig& rig, const std::string& signNo) {
  return rig.text("SELECT state FROM ecards WHERE sign_no = '" + signNo + "'");
}

}  // namespace

TEST_CASE("a loss at L1 locks card and e-card, lists the card, and ends its sessions") {
  CenterRig rig;
  const auto signNo = ecardOf(rig, kHolderA);
  const auto session = rig.session(kHolderA, 1);
  const auto elsewhere = rig.session(kHolderA, 2, "card", kOtherDevNo);
  auto body = loss(session);
  body.reason = "遗失";
  const auto done = given(rig.send(body));
  CHECK_EQ(done.before + done.after, "14");
  CHECK_EQ(done.operationNo, "KC99990020260105000001");
  CHECK_EQ(stateOf(rig, kHolderA), "4");
  CHECK_EQ(ecardState(rig, signNo), "SUSPENDED");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM stop_list WHERE ended = 0 AND aaz501 = '" + kHolderA.card + "'"),
           1);
  CHECK_EQ(
      rig.text("SELECT before || after || '|' || reason || '|' || operator || '|' || dev_no || '|' || msgid "
               "FROM card_operations"),
      "14|遗失|" + kDevNo + "|" + kDevNo + "|" + rig.text("SELECT msgid FROM card_operations"));
  for (const std::string& id : {session, elsewhere})
    CHECK(codeOf(rig.send(AskCardState{id})) == ErrorCode::signInUnknown);
}

TEST_CASE("a loss needs no card: an id card or an e-card is enough") {
  CenterRig rig;
  const auto byId = rig.session({kHolderA.number, ""}, 1, "id");
  CHECK_EQ(given(rig.send(loss(byId))).after, "4");
  CHECK_EQ(given(rig.send(AskCardState{byId})).aaz502, "4");  // an id card's session is not the lost card's
  CHECK(codeOf(rig.send(loss(byId))) == ErrorCode::cardState);
  setState(rig, kHolderB, "1");
  const auto byPhone = rig.session(kHolderB, 2, "phone");
  CHECK_EQ(given(rig.send(loss(byPhone))).after, "4");
  CHECK(codeOf(rig.send(AskCardState{byPhone})) == ErrorCode::signInUnknown);
}

TEST_CASE("somebody else's card, and somebody else's session, report no loss") {
  CenterRig rig;
  const auto session = rig.session(kHolderA, 1);
  CHECK(codeOf(rig.send(loss(session, kHolderB.card))) == ErrorCode::signInUnknown);
  CHECK(codeOf(rig.send(loss(session), kOtherDevNo)) == ErrorCode::signInElsewhere);
  auto lying = loss(session);
  lying.evidence = {"face"};
  CHECK(codeOf(rig.send(lying)) == ErrorCode::badEnvelope);
  rig.run("UPDATE sessions SET presenter = '" + kHolderB.number + "' WHERE session_id = '" + session + "'");
  CHECK(codeOf(rig.send(loss(session))) == ErrorCode::notPossible);
  CHECK_EQ(stateOf(rig, kHolderA), "1");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM card_operations"), 0);
}

TEST_CASE("a lost card opens a session for its release, and that session does nothing else") {
  CenterRig rig;
  const auto signNo = ecardOf(rig, kHolderA);
  given(rig.send(loss(rig.session(kHolderA, 1))));
  CHECK(codeOf(signIn(rig, kHolderA, "")) == ErrorCode::cardLost);
  CHECK(codeOf(signIn(rig, kHolderA, "enable")) == ErrorCode::cardLost);
  CHECK(codeOf(signIn(rig, kHolderA, "anything")) == ErrorCode::badEnvelope);
  const auto person = given(signIn(rig, kHolderA, "release"));
  CHECK_EQ(person.level, 1);
  CHECK_EQ(person.offers, std::vector<std::string>{"pin", "face", "clerk"});
  const std::string id = person.sessionId;
  CHECK(codeOf(rig.send(AskCardState{id})) == ErrorCode::cardLost);
  CHECK(codeOf(rig.send(Query{id, "YZ-050", "", "", "", 0})) == ErrorCode::cardLost);
  CHECK(codeOf(rig.send(enable(id))) == ErrorCode::cardLost);
  CHECK(codeOf(rig.send(loss(id))) == ErrorCode::cardLost);

  CHECK_EQ(whereOf(rig.send(release(id))), "pin");
  given(pin(rig, id, "wrong"));
  CHECK_EQ(whereOf(rig.send(release(id))), "pin");
  CHECK_EQ(given(pin(rig, id)).level, 1);
  CHECK_EQ(whereOf(rig.send(release(id))), "face");
  CHECK_EQ(given(face(rig, id, 79)).offers, std::vector<std::string>{"face", "clerk"});
  CHECK_EQ(whereOf(rig.send(release(id))), "face");
  CHECK_EQ(given(face(rig, id)).offers, std::vector<std::string>{"clerk"});
  CHECK(codeOf(rig.send(Query{id, "YZ-050", "", "", "", 0})) == ErrorCode::cardLost);

  const auto done = given(rig.send(release(id)));
  CHECK_EQ(done.before + done.after, "41");
  CHECK_EQ(stateOf(rig, kHolderA), "1");
  CHECK_EQ(ecardState(rig, signNo), "ISSUED");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM stop_list WHERE ended = 0"), 0);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM stop_list"), 1);
  CHECK_EQ(rig.text("SELECT evidence FROM card_operations WHERE operation = 'release'"), "card pin face");
  CHECK(codeOf(rig.send(release(id))) == ErrorCode::signInUnknown);  // the session was for this alone
  CHECK_FALSE(given(signIn(rig, kHolderA, "")).sessionId.empty());
  CHECK(codeOf(signIn(rig, kHolderA, "release")) == ErrorCode::cardState);
}

TEST_CASE("the initial PIN releases nothing, and a blocked one ends the session and leaves the card lost") {
  CenterRig rig;
  setState(rig, kHolderA, "4");
  rig.run("UPDATE cards SET initial_pin = '1' WHERE aaz501 = '" + kHolderA.card + "'");
  const auto id = given(signIn(rig, kHolderA, "release")).sessionId;
  given(pin(rig, id));
  given(face(rig, id));
  CHECK_EQ(whereOf(rig.send(release(id))), "pin");
  CHECK_EQ(given(pin(rig, id, "blocked")).level, 0);
  CHECK_EQ(stateOf(rig, kHolderA), "4");
  CHECK(codeOf(face(rig, id)) == ErrorCode::signInUnknown);
}

TEST_CASE("a new card is enabled with id card, face and a PIN of its holder's") {
  CenterRig rig;
  setState(rig, kHolderA, "0");
  rig.run("UPDATE cards SET initial_pin = '1' WHERE aaz501 = '" + kHolderA.card + "'");
  CHECK(codeOf(signIn(rig, kHolderA, "")) == ErrorCode::cardNotEnabled);
  const auto id = given(signIn(rig, kHolderA, "enable")).sessionId;
  const auto withId = [&](const std::string& number, bool newPin = true) {
    auto body = enable(id, newPin);
    body.idNumber.text = rig.sealed("idNumber", number);
    return rig.send(body);
  };
  CHECK(codeOf(rig.send(AskCardState{id})) == ErrorCode::cardNotEnabled);
  CHECK_EQ(whereOf(rig.send(enable(id))), "face");
  given(face(rig, id));
  CHECK_EQ(whereOf(rig.send(enable(id))), "idCard");
  CHECK_EQ(whereOf(withId(kHolderB.number)), "idCard");
  CHECK_EQ(whereOf(withId(kHolderA.number, false)), "newPin");
  CHECK_EQ(stateOf(rig, kHolderA), "0");
  const auto done = given(withId(kHolderA.number));
  CHECK_EQ(done.before + done.after, "01");
  CHECK_EQ(rig.text("SELECT initial_pin FROM cards WHERE aaz501 = '" + kHolderA.card + "'"), "0");
  CHECK_FALSE(given(signIn(rig, kHolderA, "")).sessionId.empty());
  CHECK_FALSE(ecardOf(rig, kHolderA).empty());  // the e-card is issuable now
}

TEST_CASE("somebody who signed in by id card and face enables the card that is shown with it") {
  CenterRig rig;
  setState(rig, kHolderA, "0");
  const auto id = rig.session({kHolderA.number, ""}, 1, "id");
  auto body = enable(id);
  body.aaz501 = kHolderA.card;
  CHECK_EQ(whereOf(rig.send(body)), "face");
  CHECK_EQ(given(face(rig, id)).level, 2);
  body.proven = false;
  CHECK_EQ(whereOf(rig.send(body)), "card");
  body.proven = true;
  CHECK_EQ(given(rig.send(body)).after, "1");
  CHECK_EQ(given(rig.send(AskCardState{id})).aaz502, "1");  // an id card's session goes on
}

TEST_CASE("a clerk stands for face and id card, but not for themselves") {
  CenterRig rig;
  const auto clerk = rig.staff(kWindow);
  const auto id = rig.session({kHolderA.number, ""}, 1, "id", kWindow);
  auto lost = loss(id);
  lost.staffSessionId = clerk;
  given(rig.send(lost, kWindow));
  auto back = release(id);
  back.staffSessionId = clerk;
  back.aaz501 = kHolderA.card;
  CHECK_EQ(given(rig.send(back, kWindow)).after, "1");
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM card_operations WHERE staff_no = 'S90001'"), 2);
  lost.staffSessionId = "nobody";
  CHECK(codeOf(rig.send(lost, kWindow)) == ErrorCode::signInUnknown);
  const auto own = rig.session({rig.testStaff.clerk, rig.testStaff.clerkCard}, 1, "card", kWindow);
  lost = loss(own);
  lost.staffSessionId = clerk;
  CHECK(codeOf(rig.send(lost, kWindow)) == ErrorCode::notPossible);
}

TEST_CASE("every other pair of states is refused, and the refusal names both") {
  CenterRig rig;
  const auto id = rig.session({kHolderA.number, ""}, 2, "id");
  given(face(rig, id));
  const auto ask = [&](const std::string& operation) -> Answered<CardChanged> {
    if (operation == "loss") return rig.send(loss(id, kHolderA.card));
    auto body = operation == "enable" ? rig.send([&] {
      auto b = enable(id);
      b.aaz501 = kHolderA.card;
      return b;
    }())
                                      : rig.send([&] {
                                          auto b = release(id);
                                          b.aaz501 = kHolderA.card;
                                          return b;
                                        }());
    return body;
  };
  for (const char* operation : {"enable", "loss", "release"}) {
    const OperationRow& row = *findOperation(operation, Doer::holder);
    for (const char* state : {"0", "1", "2", "3", "4", "9"}) {
      if (row.from == state) continue;
      CAPTURE(operation);
      CAPTURE(state);
      setState(rig, kHolderA, state);
      const auto answer = ask(operation);
      CHECK(codeOf(answer) == ErrorCode::cardState);
      CHECK_EQ(answer.error().where, "aaz502." + std::string(state) + "-" + std::string(row.to));
      CHECK_EQ(stateOf(rig, kHolderA), state);
    }
  }
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM card_operations"), 0);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM stop_list"), 0);
}

TEST_CASE("a message of a peer that comes again does nothing twice") {
  CenterRig rig;
  auto body = loss("-", kHolderA.card);
  const auto request = rig.foreignRequest("8304", encodeBody(body), 1000);
  const Forwarded forwarded{"999999", "", kHolderA.number, kHolderA.number, kHolderA.card, 1, "", {}};
  const auto ask = [&](const Request& asked, const Forwarded& who) {
    return rig.inCall(
        [&](const Call& call) { return foreignReportLoss(call.services, call.sql, asked, who); });
  };
  const auto first = given(ask(request, forwarded));
  CHECK_EQ(given(ask(request, forwarded)), first);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM card_operations"), 1);
  CHECK(codeOf(ask(rig.foreignRequest("8304", encodeBody(body), 1001), forwarded)) == ErrorCode::cardState);
  auto other = forwarded;
  other.subject = other.presenter = kHolderB.number;
  CHECK(codeOf(ask(rig.foreignRequest("8304", encodeBody(body), 1002), other)) == ErrorCode::signInUnknown);
  CHECK_EQ(stateOf(rig, kHolderA), "4");
}

TEST_CASE("evidence of a peer is what its words say") {
  CenterRig rig;
  setState(rig, kHolderA, "4");
  const Forwarded forwarded{"999999", "", kHolderA.number, kHolderA.number, kHolderA.card, 1, "", {}};
  unsigned number = 1000;
  const auto ask = [&](std::vector<std::string> evidence) {
    auto body = release("-");
    body.aaz501 = kHolderA.card;
    body.evidence = std::move(evidence);
    const auto request = rig.foreignRequest("8306", encodeBody(body), number++);
    return rig.inCall(
        [&](const Call& call) { return foreignReleaseCard(call.services, call.sql, request, forwarded); });
  };
  CHECK(codeOf(ask({})) == ErrorCode::levelTooLow);
  CHECK(codeOf(ask({"card", "pin"})) == ErrorCode::levelTooLow);
  CHECK(codeOf(ask({"everything"})) == ErrorCode::badEnvelope);
  CHECK_FALSE(given(ask({"card", "clerk"})).empty());
}
