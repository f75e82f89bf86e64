// Calls: sign-in on demand, sealed values, answers that are none, and what errors say.
#include "hostlib/office/client.hpp"

#include <doctest/doctest.h>
#include <filesystem>

#include "tests/unit/office/rig.hpp"
#include "wire/office/field_seal.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using office::Fault;
using test::Act;
using test::failure;
using test::OfficeRig;
using test::Seen;

namespace {

using Names = std::vector<std::string>;

const Names kSignIn{"9022", "9022", "9001"};

Names afterSignIn(Names more) {
  more.insert(more.begin(), kSignIn.begin(), kSignIn.end());
  return more;
}

CardState kState{"1", "1", "99", "2024-01-01", "2034-01-01"};

std::string stateAnswer(const Seen& /*seen*/) {
  return encodeBody(kState);
}

CardSignIn cardSignIn(const office::Draft& draft) {
  CardSignIn body;
  body.way = "card";
  body.aac002 = draft.seal("aac002", "999999195001010018").value();
  body.aac003 = draft.seal("aac003", "测试甲").value();
  body.aab301 = "999999";
  return body;
}

}  // namespace

TEST_CASE("the first call signs in: challenge, proof, sign-in; the second does not") {
  OfficeRig rig;
  rig.center.answerWith("8301", stateAnswer);
  const auto client = rig.client();
  CHECK_FALSE(client->session().has_value());
  const auto state = client->call(AskCardState{"A1"});
  REQUIRE_MESSAGE(state.has_value(), (state ? "" : state.error().text()));
  CHECK_EQ(state->issuedOn, "2024-01-01");
  CHECK(rig.center.order() == afterSignIn({"8301"}));
  REQUIRE(client->call(AskCardState{"A1"}).has_value());
  CHECK(rig.center.order() == afterSignIn({"8301", "8301"}));
  REQUIRE(client->session().has_value());
  CHECK_EQ(client->session()->areas.size(), 2);
}

TEST_CASE("a request says who asks, where, when, and for whom") {
  OfficeRig rig;
  rig.center.answerWith("8301", stateAnswer);
  const auto client = rig.client();
  REQUIRE(client->call(AskCardState{"A1"}, {"999900", {}}).has_value());
  const Seen asked = rig.center.seen("8301").at(0);
  CHECK_EQ(asked.head.msgid.substr(0, 26), "SIMH0000000120260105093000");
  CHECK_EQ(asked.head.mdtrtareaAdmvs, "999999");
  CHECK_EQ(asked.head.insuplcAdmdvs, "999900");
  CHECK_EQ(asked.head.recerSysCode, "HRSS");
  CHECK_EQ(asked.head.devNo, "999999000017");
  CHECK_EQ(asked.head.signtype, "SM2WITHSM3");
  CHECK_EQ(asked.head.infver, "V1.0");
  CHECK_EQ(asked.head.opterType, "2");
  CHECK_EQ(asked.head.opter, "999999000017");
  CHECK_EQ(asked.head.opterName, "999999000017");
  CHECK_EQ(asked.head.infTime, "2026-01-05 09:30:00");
  CHECK_EQ(asked.head.fixmedinsCode, "SIMH00000001");
  CHECK_EQ(asked.head.fixmedinsName, "模拟医院");
  CHECK_EQ(asked.head.signNo, "S1");
  CHECK_EQ(asked.info.kid, "K1");
  CHECK_EQ(asked.info.ver, "1.0.0");
  const Seen first = rig.center.seen("9022").at(0);
  CHECK_EQ(first.head.recerSysCode, "FLEET");
  CHECK_EQ(first.head.signNo, "");
  CHECK_EQ(first.info.kid, "0");
}

TEST_CASE("counters rise and message ids differ over all requests of a client") {
  OfficeRig rig;
  const auto client = rig.client();
  for (int i = 0; i < 50; ++i)
    REQUIRE(client->call(EndSession{"A1"}).has_value());
  std::set<std::string> ids;
  std::uint64_t last = 0;
  for (const Seen& seen : rig.center.seen()) {
    CHECK(seen.info.ctr > last);
    last = seen.info.ctr;
    CHECK(ids.insert(seen.head.msgid).second);
  }
  CHECK_EQ(ids.size(), 53);
}

TEST_CASE("sealed values open at the center, for this message only, and sealed answers open here") {
  OfficeRig rig;
  const auto sealer = rig.center.sealer();
  std::string number, elsewhere;
  rig.center.answerWith("8110", [&](const Seen& seen) {
    const auto body = decodeBody<CardSignIn>(seen.input).value();
    number = openField(sealer, {seen.head.devNo, seen.head.msgid}, "aac002", body.aac002).value().reveal();
    CHECK_FALSE(openField(sealer, {seen.head.devNo, seen.head.msgid}, "aac003", body.aac002).has_value());
    const auto masked =
        sealField(sealer, {seen.head.devNo, seen.head.msgid}, "maskedName", "*试甲", rig.random);
    return encodeBody(CardSignedIn{"A1", 1, "1", masked.value().text.substr(0, 64), {}});
  });
  const auto client = rig.client();
  const auto draft = client->draft();
  REQUIRE(draft.has_value());
  const CardSignIn body = cardSignIn(*draft);
  REQUIRE(client->call(*draft, body).has_value());
  CHECK_EQ(number, "999999195001010018");
  CHECK_EQ(rig.center.seen("8110").at(0).head.msgid, draft->msgid());
  CHECK_EQ(draft->open("aac002", body.aac002).value().reveal(), "999999195001010018");
  CHECK_EQ(failure(draft->open("aac003", body.aac002), Fault::badAnswer).msgid, draft->msgid());
  CHECK_FALSE(client->draft().value().open("aac002", body.aac002).has_value());
}

TEST_CASE("a sign-in that runs out is renewed, by our own clock, however wrong that is") {
  OfficeRig rig;
  rig.center.signInLasts = 600s;
  const auto client = rig.client();
  REQUIRE(client->call(EndSession{"A1"}).has_value());
  rig.clock.set(rig.clock.now() - 200s);  // set back: nothing in it ends later
  rig.clock.pass(500s);
  REQUIRE(client->call(EndSession{"A1"}).has_value());
  CHECK_EQ(rig.center.seen("9001").size(), 1);
  rig.clock.pass(41s);
  REQUIRE(client->call(EndSession{"A1"}).has_value());
  CHECK_EQ(rig.center.seen("9001").size(), 2);
  CHECK_EQ(rig.center.seen("8113").at(2).head.signNo, "S2");
}

TEST_CASE("a sign-in the center has forgotten is made anew, once, and the message goes again as it was") {
  OfficeRig rig;
  const auto client = rig.client();
  const auto draft = client->draft();
  REQUIRE(draft.has_value());
  rig.center.endSignIn();
  rig.center.forgetSeen();
  rig.center.answerWith("8110", [](const Seen&) { return encodeBody(CardSignedIn{"A1", 1, "1", "*", {}}); });
  REQUIRE(client->call(*draft, cardSignIn(*draft)).has_value());
  CHECK(rig.center.order() == Names{"8110", "9022", "9022", "9001", "8110"});
  const auto asked = rig.center.seen("8110");
  CHECK_EQ(asked[0].head.msgid, asked[1].head.msgid);
  CHECK_EQ(asked[0].input, asked[1].input);
  CHECK(asked[1].info.ctr > asked[0].info.ctr);
  CHECK_EQ(asked[0].head.signNo, "S1");
  CHECK_EQ(asked[1].head.signNo, "S2");
  CHECK_EQ(asked[1].info.kid, "K1");  // what is sealed was sealed with it
  CHECK_EQ(rig.center.done("8110"), 1);
}

TEST_CASE("a draft keeps its session key although another call has signed in anew meanwhile") {
  OfficeRig rig;
  const auto client = rig.client();
  const auto draft = client->draft();
  REQUIRE(draft.has_value());
  rig.center.endSignIn();
  REQUIRE(client->call(EndSession{"A1"}).has_value());
  rig.center.answerWith("8110", [](const Seen&) { return encodeBody(CardSignedIn{"A1", 1, "1", "*", {}}); });
  REQUIRE(client->call(*draft, cardSignIn(*draft)).has_value());
  CHECK_EQ(rig.center.seen("8110").at(0).info.kid, "K1");
  CHECK_EQ(rig.center.seen("8110").at(0).head.signNo, "S2");
}

TEST_CASE("a center that forgets every sign-in is not asked for ever") {
  OfficeRig rig;
  rig.center.script("8113", {Act::forgotten, Act::forgotten, Act::forgotten});
  const auto client = rig.client();
  const auto error = failure(client->call(EndSession{"A1"}), Fault::refused);
  CHECK_EQ(error.infcode, 1103);
  CHECK_EQ(rig.center.seen("8113").size(), 2);
  CHECK_EQ(rig.center.seen("9001").size(), 2);
}

TEST_CASE("an answer that is not the center's is no answer, and nothing is sent again") {
  OfficeRig rig;
  rig.center.answerWith("8301", stateAnswer);
  const auto client = rig.client();
  struct Row {
    Act act;
    Fault fault;
    const char* where;
  };
  for (const Row& row : {Row{Act::strangersKey, Fault::notTrusted, "the answer's signature"},
                         Row{Act::otherMessage, Fault::notTrusted, "the answer's signature"},
                         Row{Act::garbage, Fault::badAnswer, "inf_refmsgid: is missing"},
                         Row{Act::untrusted, Fault::notTrusted, "no TLS"}}) {
    CAPTURE(row.where);
    REQUIRE(client->draft().has_value());
    rig.center.forgetSeen();
    rig.clock.forgetWaits();
    rig.center.script("8301", {row.act});
    const auto error = failure(client->call(AskCardState{"A1"}), row.fault);
    CHECK_EQ(error.where, row.where);
    CHECK_EQ(error.msgid, rig.center.seen("8301").at(0).head.msgid);
    CHECK_EQ(rig.center.order().size(), 1);
    CHECK(rig.clock.waits().empty());
  }
  CHECK(client->call(AskCardState{"A1"}).has_value());
}

TEST_CASE("a busy center says how long to wait, and is left alone meanwhile") {
  OfficeRig rig;
  rig.center.script("8113", {Act::busy});
  const auto client = rig.client();
  const auto error = failure(client->call(EndSession{"A1"}), Fault::refused);
  CHECK_EQ(error.infcode, 1110);
  CHECK_EQ(error.wait.count(), 7);
  CHECK_FALSE(error.mayBeDone);
  CHECK_EQ(rig.center.seen("8113").size(), 1);
  CHECK(rig.clock.waits().empty());
  rig.center.script("8113", {Act::suspended});
  const auto suspended = failure(client->call(EndSession{"A1"}), Fault::refused);
  CHECK_EQ(suspended.infcode, 1102);
  CHECK_EQ(suspended.wait.count(), 0);
}

TEST_CASE("a sign-in that fails is the call's error, and is tried anew by the next call") {
  OfficeRig rig;
  const auto client = rig.client();
  rig.center.script("9022", {Act::suspended});
  CHECK_EQ(failure(client->call(EndSession{"A1"}), Fault::refused).infcode, 1102);
  rig.center.script("9001", {Act::unreachable, Act::unreachable});
  const auto offline = failure(client->call(EndSession{"A1"}), Fault::offline);
  CHECK_EQ(offline.msgid, rig.center.seen("9001").at(0).head.msgid);
  CHECK_EQ(rig.center.done("8113"), 0);
  CHECK(client->call(EndSession{"A1"}).has_value());
}

TEST_CASE("a session key or a time that cannot be used is a bad answer") {
  OfficeRig rig;
  const auto client = rig.client();
  const auto signedIn = [&](const std::string& key, const std::string& until) {
    rig.center.answerWith("9001", [=](const Seen&) {
      return encodeBody(SignedIn{"S1", "K1", key, "20260105093000000", until, {}});
    });
    return failure(client->draft(), Fault::badAnswer).where;
  };
  CHECK_EQ(signedIn("00FF", "20260106093000000"), "output: sessionKey: does not open");
  CHECK_EQ(signedIn("", "20260106093000000"), "output: sessionKey: does not open");
  CHECK_FALSE(client->session().has_value());
  rig.center.answerWith("9022", [&](const Seen&) { return encodeBody(PoweredOn{}); });
  CHECK_EQ(failure(client->draft(), Fault::badAnswer).where, "output: challenge: is missing");
}

TEST_CASE("an answer whose body is another one was done all the same") {
  OfficeRig rig;
  rig.center.answerWith("8301", [](const Seen&) { return std::string(R"({"aaz502":"1"})"); });
  const auto client = rig.client();
  const auto error = failure(client->call(AskCardState{"A1"}), Fault::badAnswer);
  CHECK_EQ(error.where, "output: kzt: is missing");
  CHECK(error.mayBeDone);
}

TEST_CASE("without certificates this terminal is not registered, and files others may read are not used") {
  OfficeRig rig;
  const auto opened = [&] { return office::Client::open(rig.settings(), rig.parts()); };
  const auto error = [&] { return opened().error(); };
  REQUIRE(opened().has_value());
  std::filesystem::permissions(rig.files().signKey(), std::filesystem::perms(0640));
  CHECK(failure(opened(), Fault::badFiles)
            .where.ends_with("sign.key: others may use it: set its mode to 0600"));
  std::filesystem::permissions(rig.files().signKey(), std::filesystem::perms(0600));
  std::filesystem::permissions(rig.files().tlsKey(), std::filesystem::perms(0604));
  CHECK(
      failure(opened(), Fault::badFiles).where.ends_with("tls.key: others may use it: set its mode to 0600"));
  std::filesystem::permissions(rig.files().tlsKey(), std::filesystem::perms(0600));
  std::filesystem::rename(rig.files().signKey(), rig.folder.path() / "kept");
  std::filesystem::create_symlink(rig.folder.path() / "kept", rig.files().signKey());
  CHECK(error().fault == Fault::badFiles);
  std::filesystem::remove(rig.files().tlsCertificate());
  CHECK(error().fault == Fault::notRegistered);
}

TEST_CASE("settings that cannot be used are named") {
  OfficeRig rig;
  const auto mistake = [&](auto change) {
    auto settings = rig.settings();
    change(settings);
    return failure(office::Client::open(settings, rig.parts()), Fault::badFiles).where;
  };
  CHECK_EQ(mistake([](auto& s) { s.url = "http://c"; }),
           "office.url: must be https://host or https://host:port");
  CHECK_EQ(mistake([](auto& s) { s.registerUrl = "c"; }),
           "office.register_url: must be https://host or https://host:port");
  CHECK_EQ(mistake([](auto& s) { s.authority.clear(); }), "office.ca: is missing");
  CHECK_EQ(mistake([](auto& s) { s.centerKey.clear(); }), "office.center_key: is missing");
  CHECK_EQ(mistake([](auto& s) { s.folder.clear(); }), "office.folder: is missing");
  CHECK_EQ(mistake([](auto& s) { s.terminal = "1"; }), "office.terminal: must be 12 digits");
  CHECK_EQ(mistake([](auto& s) { s.area = "99999x"; }), "office.area: must be 6 digits");
  CHECK_EQ(mistake([](auto& s) { s.institution = "X"; }), "office.institution: must be 12 characters");
  CHECK_EQ(mistake([](auto& s) { s.institutionName = "a|b"; }),
           "office.institution_name: must be a name without |");
  CHECK_EQ(mistake([](auto& s) { s.operatorType.clear(); }), "office.operator_type: is missing");
  CHECK_EQ(mistake([](auto& s) { s.operatorId = "a|b"; }), "office.operator: must not hold |");
  CHECK_EQ(mistake([](auto& s) { s.operatorName = "a\nb"; }), "office.operator_name: must not hold |");
  CHECK_EQ(mistake([](auto& s) { s.version.clear(); }), "office.version: is missing");
  CHECK_EQ(mistake([](auto& s) { s.program.clear(); }), "office.program: is missing");
}

TEST_CASE("the center's key is a point or a certificate, and nothing else") {
  OfficeRig rig;
  const auto point = rig.center.key().publicKey().value().point();
  const auto applicant = office::prepareIdentity(rig.files(), "999999000017").value();
  const auto certificate = rig.approval(applicant.tlsRequest, applicant.signPoint).signCertificate;
  CHECK(office::readCenterKey(rig.settings().centerKey).value().point() == point);
  CHECK(office::readCenterKey(rig.folder.write("k", "04" + std::string(128, '0'))).has_value() == false);
  const auto fromPem = office::readCenterKey(rig.folder.write("k", certificate));
  REQUIRE(fromPem.has_value());
  for (const char* bad : {"", "00", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"}) {
    CAPTURE(bad);
    CHECK(failure(office::readCenterKey(rig.folder.write("k", bad)), Fault::badFiles).infcode == 0);
  }
  CHECK(office::readCenterKey(rig.folder.path() / "none").error().fault == Fault::badFiles);
}

TEST_CASE("errors name steps and numbers, never a value of a message") {
  OfficeRig rig;
  const auto client = rig.client();
  rig.center.answerWith("8110", [](const Seen&) {
    return std::string(R"({"sessionId":"A1","level":9,"aaz502":"1","maskedName":"测试甲","offers":[]})");
  });
  const std::vector<std::deque<Act>> ways{{Act::answer},       {Act::busy},
                                          {Act::strangersKey}, {Act::lostAnswer, Act::lostAnswer},
                                          {Act::suspended},    {Act::unreachable, Act::unreachable},
                                          {Act::garbage}};
  for (const auto& way : ways) {
    rig.center.script("8110", way);
    const auto draft = client->draft();
    REQUIRE(draft.has_value());
    const auto result = client->call(*draft, cardSignIn(*draft));
    REQUIRE_FALSE(result.has_value());
    const std::string text = result.error().text();
    CAPTURE(text);
    for (const char* secret : {"999999195001010018", "测试甲", "试甲", "K1"})
      CHECK(text.find(secret) == std::string::npos);
    CHECK(text.find(draft->msgid()) != std::string::npos);
  }
}
