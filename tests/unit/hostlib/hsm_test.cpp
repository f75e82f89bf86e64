// The HSM as a security module, against the simulated service: answers, refusals, and everything that can go
// wrong on the way, each within its time.
#include "hostlib/sam/hsm.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/hostlib/hsm_rig.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using cardspec::Algorithm;
using sam::Fault;
using test::HsmRig;
using Clock = std::chrono::steady_clock;

namespace {

const sam::CardIdentity kCardA{"999900", {0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01}};
constexpr sam::Block8 kR1{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
constexpr sam::Block8 kR2{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};

const cardspec::Key& keyNamed(std::string_view name) {
  const auto* key = cardspec::findKey(name);
  REQUIRE(key != nullptr);
  return *key;
}

sam::Result<sam::Block8> authenticate(sam::Hsm& hsm, std::string_view key = "IRK") {
  return hsm.authenticationData(keyNamed(key), kCardA, kR1, kR2);
}

sam::Purchase workedPurchase() {
  sam::Purchase purchase;
  purchase.selfPay = 0x3039;
  purchase.pool = 0x2710;
  purchase.time = {0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05};
  purchase.cardRandom = {1, 2, 3, 4};
  purchase.cardSequence = {0, 1};
  purchase.algorithm = 3;
  return purchase;
}

/// How a call failed, and how long it took.
struct Failed {
  sam::Error error;
  std::chrono::milliseconds took{0};
};

template <class Call>
Failed failing(Call call) {
  const auto begin = Clock::now();
  auto result = call();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  REQUIRE_FALSE(result.has_value());
  return {result.error(), took};
}

Failed failedOpen(sam::HsmSettings settings) {
  sam::Hsm hsm(std::move(settings));
  return failing([&] { return hsm.open(Algorithm::sm4); });
}

/// A port of this machine: what connects to it is accepted by nobody, or never answered.
class DeafPort {
 public:
  explicit DeafPort(bool listens) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE_EQ(::bind(socket_, generic, size), 0);
    if (listens) REQUIRE_EQ(::listen(socket_, 8), 0);
    REQUIRE_EQ(::getsockname(socket_, generic, &size), 0);
    url_ = "https://127.0.0.1:" + std::to_string(::ntohs(address.sin_port));
  }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  ~DeafPort() { ::close(socket_); }
  [[nodiscard]] const std::string& url() const { return url_; }

  /// Takes one connection and sends a TLS record that never ends, a byte at a time, until the other end goes.
  void dripOnce() const {
    const int peer = ::accept(socket_, nullptr, nullptr);
    const std::string head("\x16\x03\x03\x3F\xFF", 5);  // RFC 8446 §5.1: handshake, 16383 bytes follow
    (void)::send(peer, head.data(), head.size(), MSG_NOSIGNAL);
    for (int i = 0; i < 200 && ::send(peer, "\0", 1, MSG_NOSIGNAL) == 1; ++i)
      std::this_thread::sleep_for(50ms);
    ::close(peer);
  }

 private:
  int socket_;
  std::string url_;
};

}  // namespace

TEST_CASE("the HSM gives the worked values of both environments over one connection") {
  const HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::tripleDes).has_value());
  CHECK_EQ(apdu::toHex(authenticate(hsm).value()), "0D48C3B84BED1290");
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  CHECK_EQ(apdu::toHex(authenticate(hsm).value()), "A564738F2F78A357");
  CHECK_EQ(apdu::toHex(authenticate(hsm, "RKSSSE").value()), "24BAB884AD7AF7EE");
  CHECK_EQ(hsm.terminalNumber(), "000000000000");
  CHECK_EQ(rig.service->requests(), 5);
  CHECK_EQ(rig.service->connections(), 1);
}

TEST_CASE("protected commands come back whole") {
  const HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::tripleDes).has_value());
  const apdu::Bytes pin{0x12, 0x34, 0x56};
  const auto reload = hsm.protectedCommand(keyNamed("STKSSSE"), kCardA, kR1, {0x84, 0x24, 0x00, 0x01}, pin);
  REQUIRE(reload.has_value());
  CHECK_EQ(apdu::toHex(reload->reveal()), "842400010CCCC018509198F5EF38EC39B3");
  const auto unblock = hsm.protectedCommand(keyNamed("STKSSSE"), kCardA, kR1, {0x84, 0x24, 0x00, 0x00}, {});
  REQUIRE(unblock.has_value());
  CHECK_EQ(apdu::toHex(unblock->reveal()), "8424000004EF4D4569");
}

TEST_CASE("a purchase is consented to once, with twelve zeros as terminal, and MAC2 is checked against it") {
  HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  CHECK(hsm.checkPurchase({}).error().fault == Fault::badData);
  const auto consent = hsm.consentToPurchase(kCardA, workedPurchase());
  REQUIRE(consent.has_value());
  CHECK_EQ(apdu::toHex(consent->terminalSequence), "00000001");
  // The card's side of it: MAC2 of the same purchase, made by a module of its own.
  wire::hsm::PurchaseFacts facts{{"TEST:DPK", 1, "999900", kCardA.cardFactor, wire::hsm::Algorithm::sm4},
                                 0,
                                 0x3039,
                                 0x2710,
                                 0x32,
                                 {},
                                 workedPurchase().time,
                                 {1, 2, 3, 4},
                                 {0, 1}};
  sim::HsmModule card(test::sampleHsm());
  CHECK(card.handle(wire::hsm::Purchase{facts})->mac1 == consent->mac1);
  facts.type = 0x31;
  CHECK_FALSE(sim::HsmModule(test::sampleHsm()).handle(wire::hsm::Purchase{facts})->mac1 == consent->mac1);
  CHECK(hsm.checkPurchase({1, 2, 3, 4}).error().fault == Fault::macWrong);
}

TEST_CASE("MAC2 of the worked purchase is accepted, once") {
  sim::HsmProfile profile = test::sampleHsm();
  profile.firstSequence = 0x10;
  const HsmRig rig(std::move(profile));
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::tripleDes).has_value());
  REQUIRE(hsm.consentToPurchase(kCardA, workedPurchase()).has_value());
  // MAC2 does not contain the terminal's number: it is that of the worked vectors.
  CHECK(hsm.checkPurchase({0x04, 0xA5, 0xB0, 0xEF}).has_value());
  CHECK(hsm.checkPurchase({0x04, 0xA5, 0xB0, 0xEF}).error().fault == Fault::badData);
}

TEST_CASE("the longest region prefix that names a key gives its reference") {
  const HsmRig rig;
  const sam::Hsm hsm(rig.settings());
  const auto reference = [&](std::string_view region, std::string_view key) {
    const std::string* found = hsm.keyReference(region, key);
    return found == nullptr ? std::string("none") : *found;
  };
  CHECK_EQ(reference("999900", "RKSSSE"), "TEST:RK-SSSE");
  CHECK_EQ(reference("999901", "RKSSSE"), "TEST:RK-CITY-01");
  CHECK_EQ(reference("999901", "PUK"), "TEST:PUK");
  CHECK_EQ(reference("999900", "BK"), "none");
  CHECK_EQ(reference("110000", "RKSSSE"), "none");
}

TEST_CASE("a key without a reference, an unknown and a refused one are no keys") {
  HsmRig rig;
  auto settings = rig.settings();
  settings.keys["9999"]["BK"] = "TEST:NOT-THERE";
  sam::Hsm hsm(settings);
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  const auto unnamed = failing([&] { return authenticate(hsm, "UK1DF07"); });
  CHECK(unnamed.error.fault == Fault::noKey);
  CHECK_EQ(unnamed.error.where, "ssc.toml names no HSM key UK1DF07 for region 999900");
  const auto unknown = failing([&] { return authenticate(hsm, "BK"); });
  CHECK(unknown.error.fault == Fault::noKey);
  CHECK_EQ(unknown.error.where,
           "HSM authentication BK: no key of this reference for this region (keyReference)");
  rig.faults.change([](sim::HsmFaults::Settings& faults) { faults.refused.insert("TEST:IRK"); });
  CHECK(failing([&] { return authenticate(hsm); }).error.fault == Fault::noKey);
}

TEST_CASE("an environment the HSM does not have is no algorithm") {
  sim::HsmProfile profile = test::sampleHsm();
  profile.hasSm4 = false;
  const HsmRig rig(std::move(profile));
  CHECK(failedOpen(rig.settings()).error.fault == Fault::noAlgorithm);
}

TEST_CASE("settings that cannot be used are named, and nothing is sent") {
  const HsmRig rig;
  CHECK_FALSE(sam::mistakeIn(rig.settings()).has_value());
  const auto mistake = [&](auto change) {
    auto settings = rig.settings();
    change(settings);
    CHECK(failedOpen(settings).error.fault == Fault::unreachable);
    return sam::mistakeIn(settings).value_or("none");
  };
  CHECK_EQ(mistake([](auto& s) { s.url = "http://127.0.0.1"; }),
           "url: must be https://host or https://host:port");
  CHECK_EQ(mistake([](auto& s) { s.authority = ""; }), "ca: is missing");
  CHECK_EQ(mistake([](auto& s) { s.certificate = ""; }), "certificate: is missing");
  CHECK_EQ(mistake([](auto& s) { s.key = ""; }), "key: is missing");
  CHECK_EQ(mistake([](auto& s) { s.keys["99990"]["IRK"] = "A"; }),
           "keys.99990: must be the first 2, 4 or 6 digits of a region");
  CHECK_EQ(mistake([](auto& s) { s.keys["9999"]["RKSSE"] = "A"; }),
           "keys.9999.RKSSE: is not a key of the card");
  CHECK_EQ(mistake([](auto& s) { s.keys["9999"]["IRK"] = "A B"; }),
           "keys.9999.IRK: must be 1 to 16 printable characters without blank and bar");
  CHECK_EQ(rig.service->requests(), 0);
}

TEST_CASE("files that are missing or wrong are named") {
  const HsmRig rig;
  auto settings = rig.settings();
  settings.certificate = rig.file("none.pem");
  CHECK_EQ(failedOpen(settings).error.where, "HSM: our certificate or its key cannot be used");
  settings = rig.settings();
  settings.key = rig.file("server.key");
  CHECK_EQ(failedOpen(settings).error.where, "HSM: our certificate or its key cannot be used");
  settings = rig.settings();
  settings.authority = rig.file("none.pem");
  CHECK_EQ(failedOpen(settings).error.where, "HSM: the authority's file cannot be used");
}

TEST_CASE("a service with a certificate we do not trust is not asked") {
  HsmRig rig;
  struct Row {
    const char *certificate, *where;
  };
  REQUIRE(sam::Hsm(rig.settings()).open(Algorithm::sm4).has_value());
  for (const Row& row :
       {Row{"stranger", "HSM: the service's certificate: unable to get local issuer certificate"},
        Row{"expired", "HSM: the service's certificate: certificate has expired"},
        Row{"terminal", "HSM: the service's certificate: unsuitable certificate purpose"},
        Row{"elsewhere", "HSM: the service's certificate: it is another host's"}}) {
    CAPTURE(row.certificate);
    rig.show(row.certificate);
    const auto failed = failedOpen(rig.settings());
    CHECK(failed.error.fault == Fault::unreachable);
    CHECK_EQ(failed.error.where, row.where);
  }
  CHECK_EQ(rig.service->requests(), 1);
}

TEST_CASE("another authority in the settings trusts the other service, and not ours") {
  HsmRig rig;
  auto settings = rig.settings();
  settings.authority = rig.file("stranger-ca.pem");
  CHECK(failedOpen(settings).error.fault == Fault::unreachable);
  CHECK_EQ(rig.service->requests(), 0);
  rig.show("stranger");
  sam::Hsm hsm(settings);
  CHECK(hsm.open(Algorithm::sm4).has_value());
}

TEST_CASE("the service does not know a terminal of another authority") {
  const HsmRig rig;
  auto settings = rig.settings();
  settings.certificate = rig.file("stranger-terminal.pem");
  settings.key = rig.file("stranger-terminal.key");
  const auto failed = failedOpen(settings);
  CHECK(failed.error.fault == Fault::unreachable);
  CHECK_EQ(failed.error.where, "HSM: closed without an answer; does it accept our certificate?");
  CHECK_EQ(rig.service->requests(), 0);
}

TEST_CASE("answers that are none are bad data, and the next good one is taken") {
  HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  struct Row {
    sim::AnswerMode mode;
    Fault fault;
    const char* where;
  };
  for (const Row& row :
       {Row{sim::AnswerMode::nonsense, Fault::badData, "HSM: the HSM's answer: byte 1: is not JSON"},
        Row{sim::AnswerMode::other, Fault::badData,
            "HSM: the HSM's answer: temperature: is not a known member"},
        Row{sim::AnswerMode::oversize, Fault::badData, "HSM: the answer is too long"},
        Row{sim::AnswerMode::close, Fault::unreachable,
            "HSM: closed without an answer; does it accept our certificate?"}}) {
    CAPTURE(row.where);
    rig.answer(row.mode);
    const auto failed = failing([&] { return hsm.open(Algorithm::sm4); });
    CHECK(failed.error.fault == row.fault);
    CHECK_EQ(failed.error.where, row.where);
    CHECK(failed.took < 2s);
    rig.answer(sim::AnswerMode::right);
    CHECK(hsm.open(Algorithm::sm4).has_value());
  }
}

TEST_CASE("a service that hangs costs the total limit, and not more") {
  HsmRig rig;
  auto settings = rig.settings();
  settings.totalLimit = 1s;
  sam::Hsm hsm(settings);
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  rig.answer(sim::AnswerMode::hang);
  const auto failed = failing([&] { return hsm.open(Algorithm::sm4); });
  CHECK(failed.error.fault == Fault::unreachable);
  CHECK_EQ(failed.error.where, "HSM: no answer in time");
  CHECK(failed.took >= 1s);
  CHECK(failed.took < 2s);
  rig.answer(sim::AnswerMode::right);
  CHECK(hsm.open(Algorithm::sm4).has_value());
}

TEST_CASE("nobody there, and somebody who never shakes hands") {
  const HsmRig rig;
  auto settings = rig.settings();
  const DeafPort closed(false), silent(true);
  settings.connectLimit = 500ms;
  settings.url = closed.url();
  const auto refused = failedOpen(settings);
  CHECK_EQ(refused.error.where, "HSM: no connection");
  CHECK(refused.took < 1s);
  settings.url = silent.url();
  const auto unanswered = failedOpen(settings);
  CHECK(unanswered.error.fault == Fault::unreachable);
  CHECK_EQ(unanswered.error.where, "HSM: no TLS 1.3 connection");
  CHECK(unanswered.took >= 500ms);
  CHECK(unanswered.took < 2s);
}

TEST_CASE("somebody who sends a little now and then does not keep us beyond the total limit") {
  const HsmRig rig;
  const DeafPort drips(true);
  auto settings = rig.settings();
  settings.url = drips.url();
  settings.totalLimit = 1s;
  std::thread dripper([&] { drips.dripOnce(); });
  const auto failed = failedOpen(settings);
  dripper.join();
  CHECK_EQ(failed.error.where, "HSM: no answer in time");
  CHECK(failed.took >= 1s);
  CHECK(failed.took < 2s);
}

TEST_CASE("a stop ends a call within a second, wherever it stands") {
  HsmRig rig;
  auto settings = rig.settings();
  settings.connectLimit = settings.totalLimit = 30s;
  const DeafPort silent(true);
  auto handshake = settings;
  handshake.url = silent.url();
  rig.answer(sim::AnswerMode::hang);
  for (const auto& target : {settings, handshake}) {
    CAPTURE(target.url);
    std::stop_source stop;
    sam::Hsm hsm(target, stop.get_token());
    std::thread stopper([&] {
      std::this_thread::sleep_for(200ms);
      stop.request_stop();
    });
    const auto failed = failing([&] { return hsm.open(Algorithm::sm4); });
    stopper.join();
    CHECK(failed.error.fault == Fault::channel);
    CHECK(failed.error.channel == apdu::ChannelError::cancelled);
    CHECK(failed.took >= 200ms);
    CHECK(failed.took < 1200ms);
    // A stop is for good.
    CHECK(failing([&] { return hsm.open(Algorithm::sm4); }).took < 100ms);
  }
}

TEST_CASE("a connection the service has closed meanwhile is made anew, within the same call") {
  HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  rig.service->dropConnections();
  CHECK(hsm.open(Algorithm::sm4).has_value());
  CHECK_EQ(rig.service->connections(), 2);
  rig.service.reset();
  CHECK(failing([&] { return hsm.open(Algorithm::sm4); }).error.where == "HSM: no connection");
}

TEST_CASE("a service that stops lets nobody wait") {
  HsmRig rig;
  sam::Hsm hsm(rig.settings());
  REQUIRE(hsm.open(Algorithm::sm4).has_value());
  rig.answer(sim::AnswerMode::hang);
  std::thread stopper([&] {
    std::this_thread::sleep_for(100ms);
    rig.service.reset();
  });
  const auto failed = failing([&] { return hsm.open(Algorithm::sm4); });
  stopper.join();
  CHECK(failed.error.fault == Fault::unreachable);
  CHECK(failed.took < 2s);
}
