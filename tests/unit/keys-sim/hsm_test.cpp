// What the simulated HSM computes, against the worked vectors; its profile, its control commands.
#include <algorithm>
#include <functional>

#include "keys-sim/hsm/hsm_control.hpp"
#include "keys-sim/hsm/hsm_module.hpp"
#include "keys-sim/hsm/test_pki.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

using namespace ssc::sim;
using namespace ssc::wire;
using ssc::apdu::toHex;
using ssc::wire::hsm::ErrorCode;
using test::hex;

namespace {

constexpr hsm::Block<8> kCardA{0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01};
constexpr hsm::Block<8> kR1{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
constexpr hsm::Block<8> kR2{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};

HsmProfile sampleHsm() {
  auto profile = loadHsmProfile("keys-sim/samples/hsm.toml");
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

hsm::CardKey keyNamed(const std::string& reference, hsm::Algorithm algorithm, std::uint8_t version = 1) {
  return {reference, version, "999900", kCardA, algorithm};
}

// The worked purchase, made with a PSAM's terminal number.
hsm::PurchaseFacts workedPurchase(hsm::Algorithm algorithm) {
  return {keyNamed("TEST:DPK", algorithm),
          0,
          0x3039,
          0x2710,
          0x32,
          {0x99, 0x99, 0x00, 0x00, 0x00, 0x01},
          {0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05},
          {1, 2, 3, 4},
          {0, 1}};
}

struct Row {
  hsm::Algorithm algorithm;
  const char *internal, *external, *unblock, *reload, *mac1, *mac2;
};
constexpr std::array kRows{
    Row{hsm::Algorithm::tripleDes, "0D48C3B84BED1290", "41EAF6D2AD9E58A4", "8424000004EF4D4569",
        "842400010CCCC018509198F5EF38EC39B3", "17CB7DA9", "04A5B0EF"},
    Row{hsm::Algorithm::sm4, "A564738F2F78A357", "24BAB884AD7AF7EE", "8424000004B0720A2A",
        "84240001149326F1E50D717B3EE67B053B974255A1B193D5ED", "88D71CD7", "304996A4"}};

std::string codeOf(const hsm::Error& error) {
  return std::string(hsm::rowOf(error.code).name) + " " + error.where;
}

}  // namespace

TEST_CASE("authentication data are those of the worked vectors") {
  const HsmModule module(sampleHsm());
  for (const Row& row : kRows) {
    const auto internal = module.handle(hsm::Authenticate{keyNamed("TEST:IRK", row.algorithm), kR1, kR2});
    REQUIRE(internal.has_value());
    CHECK_EQ(toHex(internal->authentication), row.internal);
    const auto external = module.handle(hsm::Authenticate{keyNamed("TEST:RK-SSSE", row.algorithm), kR1, kR2});
    REQUIRE(external.has_value());
    CHECK_EQ(toHex(external->authentication), row.external);
  }
}

TEST_CASE("protected commands are those of the worked vectors") {
  const HsmModule module(sampleHsm());
  for (const Row& row : kRows) {
    const auto unblock =
        module.handle(hsm::Protect{keyNamed("TEST:STK-SSSE", row.algorithm), kR1, {0x84, 0x24, 0, 0}, {}});
    REQUIRE(unblock.has_value());
    CHECK_EQ(toHex(unblock->apdu.reveal()), row.unblock);
    const auto pin = hex("123456");
    const auto reload = module.handle(hsm::Protect{
        keyNamed("TEST:STK-SSSE", row.algorithm), kR1, {0x84, 0x24, 0, 1}, ssc::crypto::SecretBytes(pin)});
    REQUIRE(reload.has_value());
    CHECK_EQ(toHex(reload->apdu.reveal()), row.reload);
  }
}

TEST_CASE("a purchase has the worked MAC1, checks the worked MAC2, and uses up a sequence number") {
  for (const Row& row : kRows) {
    HsmProfile profile = sampleHsm();
    profile.firstSequence = 0x10;
    HsmModule module(std::move(profile));
    const auto facts = workedPurchase(row.algorithm);
    const auto consent = module.handle(hsm::Purchase{facts});
    REQUIRE(consent.has_value());
    CHECK_EQ(toHex(consent->terminalSequence), "00000010");
    CHECK_EQ(toHex(consent->mac1), row.mac1);
    CHECK_EQ(module.nextSequence(), 0x11);
    hsm::Block<4> mac2{};
    std::ranges::copy(hex(row.mac2), mac2.begin());
    CHECK(module.handle(hsm::CheckPurchase{facts, consent->terminalSequence, mac2}).has_value());
    mac2[3] ^= 1;
    const auto wrong = module.handle(hsm::CheckPurchase{facts, consent->terminalSequence, mac2});
    REQUIRE_FALSE(wrong.has_value());
    CHECK_EQ(codeOf(wrong.error()), "wrongMac mac2");
  }
}

TEST_CASE("the last sequence number is used, and then no other") {
  HsmProfile profile = sampleHsm();
  profile.firstSequence = 0xFFFFFFFF;
  HsmModule module(std::move(profile));
  const auto last = module.handle(hsm::Purchase{workedPurchase(hsm::Algorithm::sm4)});
  REQUIRE(last.has_value());
  CHECK_EQ(toHex(last->terminalSequence), "FFFFFFFF");
  const auto none = module.handle(hsm::Purchase{workedPurchase(hsm::Algorithm::sm4)});
  REQUIRE_FALSE(none.has_value());
  CHECK_EQ(codeOf(none.error()), "unavailable ");
}

TEST_CASE("a reference is known for its region, a key for its use, a version where there is one") {
  HsmModule module(sampleHsm());
  const auto refusal = [&](hsm::CardKey key) {
    const auto reply = module.handle(hsm::Authenticate{std::move(key), kR1, kR2});
    return reply ? std::string("none") : codeOf(reply.error());
  };
  CHECK_EQ(refusal(keyNamed("TEST:RK-SSSE", hsm::Algorithm::sm4)), "none");
  CHECK_EQ(refusal(keyNamed("TEST:RK-SSSE", hsm::Algorithm::sm4, 3)), "none");
  CHECK_EQ(refusal(keyNamed("TEST:PUK", hsm::Algorithm::sm4, 2)), "unknownKey keyVersion");
  CHECK_EQ(refusal(keyNamed("TEST:NONE", hsm::Algorithm::sm4)), "unknownKey keyReference");
  CHECK_EQ(refusal(keyNamed("TEST:RK-CITY-01", hsm::Algorithm::sm4)), "unknownKey keyReference");
  auto elsewhere = keyNamed("TEST:RK-CITY-01", hsm::Algorithm::sm4);
  elsewhere.region = "999901";
  CHECK_EQ(refusal(elsewhere), "none");
  elsewhere = keyNamed("TEST:RK-SSSE", hsm::Algorithm::sm4);
  elsewhere.region = "110000";
  CHECK_EQ(refusal(elsewhere), "unknownKey keyReference");
  CHECK_EQ(refusal(keyNamed("TEST:STK-SSSE", hsm::Algorithm::sm4)), "refusedKey keyReference");
  CHECK_EQ(refusal(keyNamed("TEST:DPK", hsm::Algorithm::sm4)), "refusedKey keyReference");
  CHECK_EQ(refusal(keyNamed("TEST:RK-SSSE", hsm::Algorithm::ssf33)), "noAlgorithm algorithm");
  auto facts = workedPurchase(hsm::Algorithm::sm4);
  facts.key.reference = "TEST:RK-SSSE";
  CHECK_FALSE(module.handle(hsm::Purchase{facts}).has_value());
  CHECK_EQ(module.nextSequence(), 1);  // what is refused uses up nothing
}

TEST_CASE("an HSM of one environment refuses the other") {
  HsmProfile profile = sampleHsm();
  profile.hasSm4 = false;
  const HsmModule module(std::move(profile));
  CHECK(module.handle(hsm::Ping{hsm::Algorithm::tripleDes}).has_value());
  CHECK_FALSE(module.handle(hsm::Ping{hsm::Algorithm::sm4}).has_value());
}

TEST_CASE("every mistake in an HSM's profile names its key") {
  struct Mistake {
    const char *text, *error;
  };
  for (const Mistake& mistake : {
           Mistake{"[keys.9999]\nIRK = \"A\"", "name: is missing"},
           Mistake{"name = \"h\"", "keys: must name at least one key"},
           Mistake{"name = \"h\"\ncolour = 1\n[keys.9999]\nIRK = \"A\"", "colour: is not a known key"},
           Mistake{"name = \"h\"\nenvironments = [\"ssf33\"]\n[keys.9999]\nIRK = \"A\"",
                   "environments: must be a list of: 3des, sm4"},
           Mistake{"name = \"h\"\nfirst-sequence = 0\n[keys.9999]\nIRK = \"A\"",
                   "first-sequence: must be a whole number from 1 to 4294967295"},
           Mistake{"name = \"h\"\n[keys.1100]\nIRK = \"A\"",
                   "keys.1100: must be 4 to 6 digits of a test region, 9999xx"},
           Mistake{"name = \"h\"\n[keys.9999]\nXYZ = \"A\"", "keys.9999.XYZ: is not a key"},
           Mistake{"name = \"h\"\n[keys.9999]\nIRK = 1", "keys.9999.IRK: must be a text"},
           Mistake{"name = \"h\"\n[keys.9999]\nIRK = \"A|B\"",
                   "keys.9999.IRK: must be 1 to 16 printable characters without blank and bar"},
           Mistake{"name = \"h\"\n[keys.9999]\nIRK = \"A\"\nPUK = \"A\"",
                   "keys.9999.PUK: the reference is used twice"},
       }) {
    CAPTURE(mistake.text);
    const auto profile = parseHsmProfile(mistake.text, "hsm.toml");
    REQUIRE_FALSE(profile.has_value());
    CHECK_EQ(profile.error().text(), std::string("hsm.toml: ") + mistake.error);
  }
}

TEST_CASE("only this machine's own addresses can be listened on") {
  const auto address = loopbackAddress("127.0.0.1:8443");
  REQUIRE(address.has_value());
  CHECK_EQ(address->port, 8443);
  CHECK(loopbackAddress("[::1]:0").has_value());
  for (const char* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
                           "0.0.0.0:1", "[::]:1", "hsm.example:1", ":1"}) {
    CAPTURE(text);
    CHECK_FALSE(loopbackAddress(text).has_value());
  }
}

TEST_CASE("test certificates are made once, and the keys are their owner's alone") {
  const ssc::test::TemporaryFolder folder;
  const auto now = std::chrono::system_clock::now();
  REQUIRE(makeTestPki(folder.path() / "tls", now).has_value());
  CHECK_FALSE(makeTestPki(folder.path() / "tls", now).has_value());
  std::size_t keys = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "tls")) {
    if (entry.path().extension() != ".key") continue;
    ++keys;
    CHECK_EQ(entry.status().permissions(),
             std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  CHECK_EQ(keys, 6);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "tls/ca.key"));
}

TEST_CASE("the control commands set faults, and say what is wrong with a command") {
  const ssc::test::TemporaryFolder folder;
  REQUIRE(makeTestPki(folder.path(), std::chrono::system_clock::now()).has_value());
  HsmModule module(sampleHsm());
  HsmFaults faults;
  const auto service = HsmService::start(module, faults, {"127.0.0.1", 0}, folder.path());
  REQUIRE_MESSAGE(service.has_value(), (service ? "" : service.error()));
  HsmControlContext context{**service, faults, module};
  const auto run = [&](const std::string& line) { return runHsmControlLine(context, line); };
  CHECK_EQ(run("answer hang"), "ok");
  CHECK_EQ(run("certificate stranger"), "ok");
  CHECK_EQ(run("slow 25"), "ok");
  CHECK_EQ(run("refuse TEST:PUK"), "ok");
  CHECK_EQ(run("status"), "ok {\"profile\":\"hsm-test\",\"port\":" + std::to_string((*service)->port()) +
                              ",\"answer\":\"hang\",\"certificate\":\"stranger\",\"slow\":25,"
                              "\"refused\":[\"TEST:PUK\"],\"requests\":0,\"connections\":0,\"sequence\":1}");
  CHECK_EQ(run("allow TEST:PUK"), "ok");
  CHECK(faults.settings().refused.empty());
  CHECK_EQ(run("answer"), "error: usage: answer right|hang|close|nonsense|other|oversize");
  CHECK_EQ(run("answer loudly"), "error: the mode must be right, hang, close, nonsense, other or oversize");
  CHECK_EQ(run("certificate none"),
           "error: the certificate must be server, stranger, expired, terminal or elsewhere");
  CHECK_EQ(run("slow 60001"), "error: the number must be from 0 to 60000");
  CHECK_EQ(run("slow fast"), "error: the number must be from 0 to 60000");
  CHECK_EQ(run("refuse NOBODY"), "error: no key has this reference");
  CHECK_EQ(run("explode"), "error: unknown command");
  CHECK_FALSE(context.quit);
  CHECK_EQ(run("quit"), "ok");
  CHECK(context.quit);
}

TEST_CASE("the service does not start without its certificates, nor on a port that is taken") {
  const ssc::test::TemporaryFolder folder;
  HsmModule module(sampleHsm());
  HsmFaults faults;
  const auto without = HsmService::start(module, faults, {"127.0.0.1", 0}, folder.path());
  REQUIRE_FALSE(without.has_value());
  CHECK_EQ(without.error(), folder.path().string() + ": no server.pem and .key (ssc-sim hsm init)");
  REQUIRE(makeTestPki(folder.path(), std::chrono::system_clock::now()).has_value());
  const auto first = HsmService::start(module, faults, {"127.0.0.1", 0}, folder.path());
  REQUIRE(first.has_value());
  HsmFaults others;
  CHECK_FALSE(HsmService::start(module, others, {"127.0.0.1", (*first)->port()}, folder.path()).has_value());
}
