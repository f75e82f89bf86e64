// The gateway: who gets an answer at all, and what an app reaches.
#include <doctest/doctest.h>

#include "center/gateway/phones.hpp"
#include "center/gateway/sample_ecards.hpp"
#include "center/identity/ecard_life.hpp"
#include "tests/unit/center/gateway_rig.hpp"

namespace ssc::center::test {

namespace gateway = wire::gateway;

namespace {

const gateway::Start kStart{"模拟手机", "1.0.0"};

unsigned codeOf(ErrorCode code) {
  return static_cast<unsigned>(code);
}

unsigned statusOf(GatewayRig& rig, HttpRequest http) {
  const auto answer = answerGateway(rig.services, http);
  CHECK(answer.body.empty());
  return answer.status;
}

gateway::Request startRequest(TestPhone& phone, milliseconds later = {}) {
  return phone.sign(gateway::Start::kName, gateway::encodeBody(kStart).reveal(), later);
}

gateway::Request wronglySigned(TestPhone& phone) {
  auto request = startRequest(phone);
  request.signature = std::string(64, '0');
  return request;
}

}  // namespace

TEST_CASE("every sample holder has an e-card and a phone, once") {
  GatewayRig rig;
  CHECK(rig.number("SELECT COUNT(*) FROM ecards WHERE state = 'ISSUED'") == 5);
  CHECK(rig.number("SELECT COUNT(*) FROM phones") == 5);
  CHECK(rig.number("SELECT COUNT(*) FROM phone_ecards WHERE relation = '0'") == 5);
  CHECK(issueSampleEcards(rig.services).value() == 0);
  CHECK(rig.number("SELECT COUNT(*) FROM ecards") == 5);
  CHECK(rig.text("SELECT aaz500 FROM cards JOIN ecards ON ecards.aaz501 = cards.aaz501 JOIN phone_ecards ON "
                 "phone_ecards.sign_no = ecards.sign_no WHERE access_id = 'SIMPHONE-C'") == "T00000036");
  // Neither secret nor password can be read in the store.
  const auto secret = gateway::testSecret("SIMPHONE-A").value();
  CHECK(rig.text("SELECT secret FROM phones WHERE access_id = 'SIMPHONE-A'").size() == 88);  // 16 + 48 bytes
  CHECK(rig.number("SELECT COUNT(*) FROM ecards WHERE password_hash LIKE '%472916%'") == 0);
  CHECK(rig.number("SELECT COUNT(DISTINCT password_hash) FROM ecards") == 5);
}

TEST_CASE("an app that starts sees its own e-card") {
  GatewayRig rig;
  TestPhone phone(rig);
  const auto started = phone.ask(kStart);
  REQUIRE(started.code == 0);
  CHECK(started->channelNo == "9999000001");
  CHECK(started->time == 1'767'576'610'123);
  REQUIRE(started->ecards.size() == 1);
  CHECK(started->ecards[0].signNo == kEcardA);
  CHECK(started->ecards[0].relation == "0");
  CHECK(started->ecards[0].maskedName == "*三");
  CHECK(started->ecards[0].area == "999900");
  CHECK(started->ecards[0].state == "ISSUED");
  CHECK(rig.text("SELECT device FROM phones WHERE access_id = 'SIMPHONE-A'") == "模拟手机 / 1.0.0");
}

TEST_CASE("whoever is not known, or did not sign, gets 403 and nothing more") {
  GatewayRig rig;
  TestPhone phone(rig), stranger(rig, "SIMPHONE-Z");
  const auto good = httpOf(startRequest(phone));
  CHECK(stranger.ask(kStart).code == 403);
  CHECK(phone.send(wronglySigned(phone)).code == 403);
  auto http = good;
  http.method = "GET";
  CHECK(statusOf(rig, http) == 403);
  http = good;
  http.body = "{}";
  CHECK(statusOf(rig, http) == 403);
  for (const char* target : {"/gateway", "/gateway?", "/gateway?x=1"}) {
    http = good;
    http.target = target;
    CHECK(statusOf(rig, http) == 403);
  }
  CHECK(rig.number("SELECT COUNT(*) FROM phone_requests") == 0);
  CHECK(answerGateway(rig.services, good).status == 200);
}

TEST_CASE("a message counts once") {
  GatewayRig rig;
  TestPhone phone(rig);
  const auto request = phone.sign(gateway::ReportAction::kName,
                                  gateway::encodeBody(gateway::ReportAction{kEcardA, "006"}).reveal());
  CHECK(phone.send(request).code == 0);
  CHECK(phone.send(request).code == codeOf(ErrorCode::counter));
  rig.clock.pass(seconds(299));
  CHECK(phone.send(request).code == codeOf(ErrorCode::counter));
  CHECK(rig.number("SELECT COUNT(*) FROM ecard_actions WHERE action = '006'") == 1);
}

TEST_CASE("a message that was dated ahead cannot come twice either") {
  GatewayRig rig;
  TestPhone phone(rig);
  const auto request = startRequest(phone, seconds(300));
  CHECK(phone.send(request).code == 0);
  rig.clock.pass(seconds(600));
  CHECK(phone.ask(kStart).code == 0);  // old signatures are dropped here
  CHECK(phone.send(request).code == codeOf(ErrorCode::counter));
  rig.clock.pass(seconds(61));
  CHECK(phone.ask(kStart).code == 0);
  CHECK(rig.number("SELECT COUNT(*) FROM phone_requests") == 2);
}

TEST_CASE("clocks may differ by five minutes") {
  GatewayRig rig;
  TestPhone phone(rig);
  for (const int ahead : {-1, 1}) {
    CHECK(phone.send(startRequest(phone, ahead * seconds(300))).code == 0);
    const auto late = phone.send(startRequest(phone, ahead * milliseconds(300'001)));
    CHECK(late.code == codeOf(ErrorCode::clock));
    CHECK(late.reply.errMsg == "clock");
    CHECK(!late.reply.zh.empty());
    CHECK(!late.reply.en.empty());
  }
}

TEST_CASE("ten wrong signatures shut one address out for five minutes, and nobody else") {
  GatewayRig rig;
  TestPhone phone(rig), other(rig, "SIMPHONE-C");
  for (int i = 0; i < 9; ++i)
    CHECK(phone.send(wronglySigned(phone)).code == 403);
  CHECK(phone.ask(kStart).code == 0);
  CHECK(phone.send(wronglySigned(phone)).code == 403);
  CHECK(phone.ask(kStart).code == 403);
  CHECK(other.ask(kStart).code == 0);
  phone.remote = "192.0.2.2";
  CHECK(phone.ask(kStart).code == 0);
  phone.remote = "192.0.2.1";
  rig.clock.pass(seconds(301));
  CHECK(phone.ask(kStart).code == 0);
}

TEST_CASE("names that nobody has do not fill the store") {
  GatewayRig rig;
  for (int i = 0; i < 30; ++i)
    CHECK(TestPhone(rig, "SIMPHONE-Z" + std::to_string(i)).ask(kStart).code == 403);
  CHECK(rig.number("SELECT COUNT(*) FROM attempts") == 10);
  CHECK(TestPhone(rig).ask(kStart).code == 0);
}

TEST_CASE("an app that asks too much waits") {
  GatewayRig rig;
  TestPhone phone(rig), other(rig, "SIMPHONE-C");
  for (int i = 0; i < 60; ++i)
    REQUIRE(phone.ask(kStart).code == 0);
  const auto busy = phone.ask(kStart);
  CHECK(busy.code == codeOf(ErrorCode::busy));
  CHECK(busy.reply.errMsg == "busy n=5");
  CHECK(busy.reply.en.find('5') != std::string::npos);
  CHECK(other.ask(kStart).code == 0);
  rig.clock.pass(seconds(10));
  CHECK(phone.ask(kStart).code == 0);
}

TEST_CASE("what nobody can ask, and what is not well-formed, is refused by name") {
  GatewayRig rig;
  TestPhone phone(rig);
  const auto body = gateway::encodeBody(kStart);
  CHECK(phone.send(phone.sign("app.stop", body.reveal())).code == codeOf(ErrorCode::unknownTransaction));
  const auto bad = phone.send(phone.sign(gateway::MakeCode::kName, body.reveal()));
  CHECK(bad.code == codeOf(ErrorCode::badEnvelope));
  CHECK(bad.reply.errMsg == "badEnvelope at=security.signNo");
  CHECK(bad.reply.output.empty());
}

TEST_CASE("an app reaches no e-card but its own, whatever it asks") {
  GatewayRig rig;
  TestPhone phone(rig);
  const std::string login = "0000000000000000000A", proof(32, '0');
  CHECK(phone.ask(gateway::MakeCode{kEcardC, "01"}).code == 2302);
  CHECK(phone.ask(gateway::ScanCode{kEcardC, "SSL1.x"}).code == 2302);
  CHECK(phone.ask(gateway::AskWaiting{kEcardC}).code == 2302);
  CHECK(phone.ask(gateway::CheckPassword{kEcardC, digits(kTestPassword)}).code == 2302);
  CHECK(phone.ask(gateway::ConfirmLogin{kEcardC, login, proof}).code == 2302);
  CHECK(phone.ask(gateway::RefuseLogin{kEcardC, login}).code == 2302);
  CHECK(phone.ask(gateway::ReportAction{kEcardC, "111"}).code == 2302);
  CHECK(phone.ask(gateway::MakeCode{"SIMEC-NOBODY", "01"}).code == 2302);
  CHECK(rig.number("SELECT COUNT(*) FROM ecard_actions WHERE action <> '001'") == 0);
  CHECK(rig.number("SELECT COUNT(*) FROM proofs") == 0);
  CHECK(rig.number("SELECT COUNT(*) FROM phone_tokens") == 0);
  // The same for its own.
  CHECK(phone.ask(gateway::MakeCode{kEcardA, "01"}).code == 0);
}

TEST_CASE("a phone holds its owner's e-card and those of eight relatives") {
  GatewayRig rig;
  const auto hold = [&](const std::string& signNo, const std::string& relation) {
    const auto held =
        rig.inStore([&](soci::session& sql) { return holdEcard(sql, "SIMPHONE-A", signNo, relation); });
    return held ? 0U : codeOf(held.error().code);
  };
  CHECK(hold("SIMEC-NOBODY", "1") == 2302);
  CHECK(hold(kEcardC, "0") == codeOf(ErrorCode::notPossible));
  CHECK(hold(kEcardC, "5") == codeOf(ErrorCode::notPossible));
  CHECK(hold(kEcardA, "1") == codeOf(ErrorCode::notPossible));
  CHECK(hold(kEcardC, "1") == 0);
  CHECK(hold(kEcardC, "1") == codeOf(ErrorCode::cardState));
  TestPhone phone(rig);
  const auto started = phone.ask(kStart);
  REQUIRE(started->ecards.size() == 2);
  CHECK(started->ecards[1].signNo == kEcardC);
  CHECK(started->ecards[1].relation == "1");
  CHECK(phone.ask(gateway::MakeCode{kEcardC, "01"}).code == 0);

  for (int i = 0; i < 7; ++i) {
    const std::string signNo = "SIMEC-TEST" + std::to_string(i);
    rig.execute(
        "INSERT INTO ecards (sign_no, sign_seq, sign_level, channel_no, aac002, aaz501, state, "
        "password_salt, password_hash, issued) SELECT '" +
        signNo +
        "', sign_seq, 1, channel_no, aac002, aaz501, state, 'x', 'x', 0 FROM ecards WHERE "
        "sign_no = '" +
        kEcardC + "'");
    CHECK(hold(signNo, "8") == 0);
  }
  CHECK(hold("SIMEC-999900D15600000500000004B61C5AD8", "8") == codeOf(ErrorCode::cardState));
  CHECK(phone.ask(kStart)->ecards.size() == 9);
}

TEST_CASE("a phone is added once, for somebody who is known") {
  GatewayRig rig;
  const auto add = [&](const std::string& owner, const std::string& accessId, std::size_t secret) {
    const auto added = rig.inStore([&](soci::session& sql) {
      return addPhone(rig.services, sql, owner, accessId, crypto::Key(secret));
    });
    return added ? 0U : codeOf(added.error().code);
  };
  CHECK(add(kHolderA, "PHONE-1", 16) == 0);
  CHECK(add(kHolderA, "PHONE-1", 16) == codeOf(ErrorCode::cardState));
  CHECK(add(kHolderA, "PHONE 2", 16) == codeOf(ErrorCode::badEnvelope));
  CHECK(add(kHolderA, "", 16) == codeOf(ErrorCode::badEnvelope));
  CHECK(add(kHolderA, "PHONE-2", 15) == codeOf(ErrorCode::badEnvelope));
  CHECK(add("999900199001010015", "PHONE-2", 16) == 2302);
}

TEST_CASE("a secret that was moved to another phone's row opens nothing") {
  GatewayRig rig;
  rig.execute(
      "UPDATE phones SET secret = (SELECT secret FROM phones WHERE access_id = 'SIMPHONE-C') WHERE "
      "access_id = 'SIMPHONE-A'");
  CHECK(TestPhone(rig).ask(kStart).code == 403);
  CHECK(TestPhone(rig, "SIMPHONE-A", "SIMPHONE-C").ask(kStart).code == 403);
  CHECK(TestPhone(rig, "SIMPHONE-C").ask(kStart).code == 0);
}

TEST_CASE("an app reports what happened in it, and nothing that proves something") {
  GatewayRig rig;
  TestPhone phone(rig);
  for (const char* action : {"006", "007"}) {
    CHECK(phone.ask(gateway::ReportAction{kEcardA, action}).code == 0);
    CHECK(rig.number("SELECT COUNT(*) FROM ecard_actions WHERE sign_no = '" + kEcardA + "' AND action = '" +
                     action + "'") == 1);
  }
  for (const char* action : {"001", "009", "011", "013", "014", "999"}) {
    const auto refused = phone.ask(gateway::ReportAction{kEcardA, action});
    CHECK(refused.code == codeOf(ErrorCode::badEnvelope));
    CHECK(refused.reply.errMsg == "badEnvelope at=action");
  }
  CHECK(phone.ask(gateway::ReportAction{kEcardA, "111"}).code == 0);
  CHECK(phone.ask(kStart)->ecards[0].state == "CLOSED");
  CHECK(phone.ask(gateway::MakeCode{kEcardA, "01"}).code == codeOf(ErrorCode::codeCardState));
}

}  // namespace ssc::center::test
