// The life of an e-card: issued, suspended, resumed, closed; what follows from the state of its card.
#include "center/identity/ecard_life.hpp"

#include <doctest/doctest.h>

#include "center/gateway/sample_ecards.hpp"
#include "center/identity/people.hpp"
#include "tests/unit/center/gateway_rig.hpp"

namespace ssc::center::test {

namespace gateway = wire::gateway;

namespace {

/// 0, or why not.
template <class T>
unsigned codeOf(const Answered<T>& answered) {
  return answered ? 0 : static_cast<unsigned>(answered.error().code);
}

unsigned issue(GatewayRig& rig, const std::string& cardId, std::string_view password = kTestPassword) {
  return codeOf(rig.inStore(
      [&](soci::session& sql) { return issueEcard(rig.services, sql, cardId, digits(password)); }));
}
unsigned suspend(GatewayRig& rig) {
  return codeOf(rig.inStore([&](soci::session& sql) { return suspendEcard(rig.services, sql, kEcardA); }));
}
unsigned resume(GatewayRig& rig) {
  return codeOf(rig.inStore([&](soci::session& sql) { return resumeEcard(sql, kEcardA); }));
}
unsigned close(GatewayRig& rig) {
  return codeOf(rig.inStore([&](soci::session& sql) { return closeEcard(rig.services, sql, kEcardA); }));
}
void setCard(GatewayRig& rig, const std::string& state) {
  rig.inStore([&](soci::session& sql) {
    setCardState(sql, kCardA, state);
    followCardState(rig.services, sql, kCardA);
    return 0;
  });
}
std::string stateOf(GatewayRig& rig) {
  return rig.text("SELECT state FROM ecards WHERE sign_no = '" + kEcardA + "'");
}
void setPassword(GatewayRig& rig, int triesLeft) {
  rig.execute("UPDATE ecards SET password_tries = " + std::to_string(triesLeft));
}

/// A code shown, a sign-in that waits, one confirmed, a proof, sessions by e-card and by card.
struct Uses {
  explicit Uses(GatewayRig& rig) : phone(rig), kiosk(rig), window(rig, "999900000002", true) {
    const auto code = [&] { return phone.ask(gateway::MakeCode{kEcardA, "01"})->text; };
    waiting = kiosk.scan(code())->loginId;
    confirmed = kiosk.scan(code())->loginId;
    REQUIRE(phone.ask(gateway::ConfirmLogin{kEcardA, confirmed, proof()}).code == 0);
    REQUIRE(window.poll(window.scan(code())->loginId)->level == 1);
    cardSession = TestTerminal(rig, "999900000004").signInByCard(kHolderA, kCardA).value();
    unused = proof();
    shown = code();
  }
  std::string proof() { return phone.ask(gateway::CheckPassword{kEcardA, digits(kTestPassword)})->busiSeq; }
  TestPhone phone;
  TestTerminal kiosk, window;
  std::string waiting, confirmed, cardSession, unused, shown;
};

long long openSessions(GatewayRig& rig, const std::string& column, const std::string& value) {
  return rig.number("SELECT COUNT(*) FROM sessions WHERE ended = 0 AND " + column + " = '" + value + "'");
}

void checkNothingIsLeft(GatewayRig& rig, Uses& uses) {
  CHECK(rig.number("SELECT COUNT(*) FROM sessions WHERE ended = 0 AND sign_no <> ''") == 0);
  CHECK(codeOf(uses.kiosk.scan(uses.shown)) == 2201);
  for (const auto& login : {uses.waiting, uses.confirmed}) {
    const auto polled = uses.kiosk.poll(login);
    REQUIRE(polled.has_value());
    CHECK(polled->state == "INVALID");
    CHECK(polled->reason == 2205);
    CHECK(polled->person.empty());
  }
  CHECK(rig.number("SELECT COUNT(*) FROM proofs WHERE used = 0 AND until >= " +
                   std::to_string(toStored(rig.clock.now()))) == 0);
}

}  // namespace

TEST_CASE("passwords that anybody would try first are refused") {
  for (const char* bad : {"", "47291", "4729160", "47291a", "47 916", "123456", "654321", "012345", "987654",
                          "111111", "000000", "121212", "123123", "199001", "010100", "999900"}) {
    CAPTURE(bad);
    CHECK_FALSE(isGoodPassword(digits(bad), kHolderA));
  }
  for (const char* good : {"472916", "123457", "123465", "112211", "135790", "199002"}) {
    CAPTURE(good);
    CHECK(isGoodPassword(digits(good), kHolderA));
  }
}

TEST_CASE("an e-card needs a usable card, a living holder and a good password") {
  GatewayRig rig;
  rig.execute("DELETE FROM phone_ecards");
  rig.execute("DELETE FROM ecard_actions");
  rig.execute("DELETE FROM ecards");
  CHECK(issue(rig, "999900D1560000050000000000000000") == 2302);
  CHECK(issue(rig, kCardA, "123456") == 1107);
  for (const auto& [state, code] : std::vector<std::pair<std::string, unsigned>>{
           {"0", 2106}, {"2", 2105}, {"3", 2104}, {"4", 2105}, {"9", 2107}}) {
    rig.execute("UPDATE cards SET aaz502 = '" + state + "' WHERE aaz501 = '" + kCardA + "'");
    CHECK(issue(rig, kCardA) == code);
  }
  rig.execute("UPDATE cards SET aaz502 = '1'");
  rig.execute("UPDATE persons SET dead_on = '2026-01-01' WHERE aac002 = '" + kHolderA + "'");
  CHECK(issue(rig, kCardA) == 2108);
  rig.execute("UPDATE persons SET dead_on = ''");
  CHECK(rig.number("SELECT COUNT(*) FROM ecards") == 0);
  CHECK(issue(rig, kCardA) == 0);
  CHECK(stateOf(rig) == "ISSUED");
  CHECK(issue(rig, kCardA) == 3101);
  CHECK(rig.number("SELECT COUNT(*) FROM ecard_actions WHERE action = '001'") == 1);
}

TEST_CASE("an e-card that was closed is issued anew, with another password") {
  GatewayRig rig;
  TestPhone phone(rig);
  REQUIRE(close(rig) == 0);
  CHECK(close(rig) == 3101);
  CHECK(resume(rig) == 3101);
  CHECK(suspend(rig) == 3101);
  CHECK(issue(rig, kCardA, "830615") == 0);
  CHECK(phone.ask(gateway::CheckPassword{kEcardA, digits(kTestPassword)}).code == 2103);
  CHECK(phone.ask(gateway::CheckPassword{kEcardA, digits("830615")}).code == 0);
}

TEST_CASE("suspending ends at once whatever is under way with the e-card, and nothing of the card") {
  GatewayRig rig;
  Uses uses(rig);
  CHECK(openSessions(rig, "sign_no", kEcardA) == 1);
  CHECK(suspend(rig) == 0);
  CHECK(stateOf(rig) == "SUSPENDED");
  checkNothingIsLeft(rig, uses);
  CHECK(openSessions(rig, "session_id", uses.cardSession) == 1);
  CHECK(uses.phone.ask(gateway::ConfirmLogin{kEcardA, uses.waiting, uses.unused}).code == 2302);

  CHECK(suspend(rig) == 3101);
  CHECK(resume(rig) == 0);
  CHECK(resume(rig) == 3101);
  CHECK(uses.phone.ask(gateway::MakeCode{kEcardA, "01"}).code == 0);
  CHECK(codeOf(uses.kiosk.scan(uses.shown)) == 2201);
}

TEST_CASE("an e-card does what its card does") {
  GatewayRig rig;
  for (const char* state : {"2", "3", "4"}) {
    setCard(rig, state);
    CHECK(stateOf(rig) == "SUSPENDED");
    CHECK(resume(rig) != 0);
    setCard(rig, "1");
    CHECK(stateOf(rig) == "ISSUED");
  }
  setCard(rig, "9");
  CHECK(stateOf(rig) == "CLOSED");
  setCard(rig, "1");
  CHECK(stateOf(rig) == "CLOSED");
}

TEST_CASE("a card that is reported lost takes its e-card and every session with it") {
  GatewayRig rig;
  Uses uses(rig);
  TestTerminal other(rig, "999900000005");
  const auto foreign = other.signInByCard("999900198507150022", "999900D15600000500000001384AE883").value();
  setCard(rig, "4");
  checkNothingIsLeft(rig, uses);
  CHECK(openSessions(rig, "session_id", uses.cardSession) == 0);
  CHECK(openSessions(rig, "session_id", foreign) == 1);
}

TEST_CASE("an e-card that wrong passwords suspended waits for its holder, not for the card") {
  GatewayRig rig;
  TestPhone phone(rig);
  setPassword(rig, 1);
  CHECK(phone.ask(gateway::CheckPassword{kEcardA, digits("472917")}).code == 2205);
  setCard(rig, "4");
  setCard(rig, "1");
  CHECK(stateOf(rig) == "SUSPENDED");
  CHECK(resume(rig) == 0);
  CHECK(phone.ask(gateway::CheckPassword{kEcardA, digits("472917")}).code == 2103);
}

TEST_CASE("a card that blocks its PIN suspends its e-card") {
  GatewayRig rig;
  TestTerminal terminal(rig);
  const auto session = terminal.signInByCard(kHolderA, kCardA).value();
  CHECK(terminal.reportPin(session, "wrong").has_value());
  CHECK(stateOf(rig) == "ISSUED");
  const auto reached = terminal.reportPin(session, "blocked");
  REQUIRE(reached.has_value());
  CHECK(reached->aaz502 == "3");
  CHECK(stateOf(rig) == "SUSPENDED");
  CHECK(codeOf(terminal.reportPin(session, "wrong")) == 2302);
}

TEST_CASE("a card of another area has no e-card to follow it") {
  GatewayRig rig;
  rig.inStore([&](soci::session& sql) {
    followCardState(rig.services, sql, "999999D1560000050000000000000000");
    return 0;
  });
  CHECK(stateOf(rig) == "ISSUED");
}

}  // namespace ssc::center::test
