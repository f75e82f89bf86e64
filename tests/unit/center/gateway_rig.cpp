#include "tests/unit/center/gateway_rig.hpp"

#include "center/data/people/population.hpp"
#include "center/gateway/sample_ecards.hpp"
#include "center/identity/sessions.hpp"
#include "crypto/hex.hpp"
#include "wire/code_text.hpp"

namespace ssc::center::test {

namespace gateway = wire::gateway;

namespace {

crypto::Key testKey(std::uint8_t last) {
  crypto::Key key(std::size_t{16});
  key.revealMutable().back() = last;
  return key;
}

crypto::FieldSealer sealerOf(std::uint8_t last) {
  return std::move(crypto::FieldSealer::fromSessionKey(testKey(last)).value());
}

}  // namespace

CenterKeys testKeys() {
  return {crypto::Sm2Signer::fromKey(crypto::Sm2KeyPair::generate().value()).value(), sealerOf(1), testKey(2),
          testKey(3), testKey(4)};
}

GatewayRig::GatewayRig()
    : store(database.openMigrated()), services{*store, clock, random, keys, rules, facts, metrics, peers} {
  const auto made = populate(*store, {"999900", 0, 1, "2026-01-05"});
  REQUIRE(made.has_value());
  const auto issued = issueSampleEcards(services);
  REQUIRE(issued.has_value());
}

void GatewayRig::execute(const std::string& statement) {
  REQUIRE(store->write(Durability::quick, [&](soci::session& sql) { sql << statement; }).has_value());
}

std::string GatewayRig::text(const std::string& select) {
  return inStore([&](soci::session& sql) {
    std::string value;
    sql << select, soci::into(value);
    return value;
  });
}

crypto::SecretBytes digits(std::string_view text) {
  return crypto::SecretBytes(crypto::bytesOf(text));
}

TestPhone::TestPhone(GatewayRig& rig, std::string accessId, const std::string& secretOf)
    : rig_(rig),
      accessId_(std::move(accessId)),
      keys_(std::move(gateway::AppKeys::fromSecret(gateway::testSecret(secretOf).value()).value())) {}

gateway::Request TestPhone::sign(std::string_view name, crypto::ByteView body, milliseconds later) {
  const auto time = static_cast<std::uint64_t>(toStored(rig_.clock.now() + later));
  return gateway::sealRequest(keys_, {std::string(name), accessId_, time}, body, rig_.random).value();
}

Came<gateway::Nothing> TestPhone::send(const gateway::Request& request) {
  const auto http = answerGateway(rig_.services, httpOf(request, remote));
  if (http.status != 200) {
    CHECK(http.body.empty());
    return {http.status, {}, {}};
  }
  const auto reply = gateway::openReply(keys_, request, crypto::bytesOf(http.body));
  REQUIRE_MESSAGE(reply.has_value(), (reply ? std::string() : reply.error().place));
  return {reply->infcode, *reply, {}};
}

HttpRequest httpOf(const gateway::Request& request, const std::string& remote) {
  HttpRequest http;
  http.method = "POST";
  http.target = std::string(gateway::kPath) + '?' + queryOf(request);
  http.remote = remote;
  return http;
}

TestTerminal::TestTerminal(GatewayRig& rig, std::string devNo, bool attended)
    : rig_(rig), sealer_(sealerOf(9)) {
  terminal_.devNo = std::move(devNo);
  terminal_.state = TerminalState::active;
  terminal_.place = "测试大厅一号机";
  terminal_.attended = attended;
  request_.head.devNo = terminal_.devNo;
  request_.head.msgid = "SIMH00000001202601050930100042";
}

template <class Work>
auto TestTerminal::call(Work work) {
  return rig_.inStore([&](soci::session& sql) {
    const Message message{rig_.services, request_, terminal_, &sealer_, rig_.clock.now()};
    return work(Call{message, sql, std::nullopt});
  });
}

Answered<wire::office::PhoneCodeTaken> TestTerminal::scan(const std::string& code) {
  return call([&](const Call& here) {
    return phoneCode(here, {code, "01", "SIMH00000001", terminal_.place, "LP-HR-001", std::string(32, '0')});
  });
}

Answered<wire::office::CodeCreated> TestTerminal::createCode() {
  return call(
      [&](const Call& here) { return center::createCode(here, {"kiosk", terminal_.place, "LP-HR-001"}); });
}

Answered<wire::office::SignInState> TestTerminal::poll(const std::string& loginId) {
  return call([&](const Call& here) { return pollSignIn(here, {loginId}); });
}

Answered<wire::office::Done> TestTerminal::cancel(const std::string& loginId) {
  return call([&](const Call& here) { return cancelSignIn(here, {loginId}); });
}

std::string TestTerminal::stateOf(const std::string& loginId) {
  const auto polled = poll(loginId);
  return polled ? polled->state : std::to_string(static_cast<unsigned>(polled.error().code));
}

std::string TestTerminal::shown(const wire::office::CodeCreated& created, std::uint32_t age) {
  const auto secret = crypto::fromHex(opened("qrSecret", {created.qrSecret}));
  REQUIRE(secret.has_value());
  return wire::makeLoginCode(crypto::Key(crypto::ByteView(*secret)), created.loginId, age).value();
}

std::string TestTerminal::opened(std::string_view member, const wire::office::Sealed& sealed) {
  const auto value = wire::office::openField(sealer_, {terminal_.devNo, request_.head.msgid}, member, sealed);
  REQUIRE(value.has_value());
  return value->reveal();
}

Answered<std::string> TestTerminal::signInByCard(const std::string& number, const std::string& cardId) {
  return call([&](const Call& here) {
    return openSession(here, {number, number, 1, "card", cardId, {}, {}}).map([](const Session& session) {
      return session.id;
    });
  });
}

Answered<wire::office::LevelReached> TestTerminal::reportPin(const std::string& sessionId,
                                                             const std::string& result) {
  return call([&](const Call& here) { return pinResult(here, {sessionId, result, 0, false}); });
}

}  // namespace ssc::center::test
