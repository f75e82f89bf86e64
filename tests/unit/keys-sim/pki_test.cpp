// The certificate application as a host uses it: certificates that a host can check, signatures and envelopes
// that match them, PINs that count, and what is forgotten when.
#include <fstream>
#include <sstream>

#include "crypto/envelope.hpp"
#include "keys-sim/card/pki/pki_files.hpp"
#include "keys-sim/card/pki/test_authority.hpp"
#include "tests/unit/keys-sim/pki_bench.hpp"
#include "tests/unit/keys-sim/transcript.hpp"

namespace ssc::sim::test {
namespace {

using crypto::Certificate;
using crypto::KeyUse;

constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);
const apdu::Bytes kText{'S', 'S', 'C', ' ', 'T', 'E', 'S', 'T'};

template <typename T>
T made(tl::expected<T, crypto::CertificateError> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : std::string(toText(result.error()))));
  return std::move(*result);
}

/// A file of the application, read as a host reads it.
apdu::Bytes readFile(PkiCard& card, const std::string& fid, std::size_t size) {
  REQUIRE(card.send("00A4020002" + fid) == "9000");
  apdu::Bytes content;
  while (content.size() < size) {
    const std::size_t part = std::min<std::size_t>(200, size - content.size());
    const apdu::Header header{0x00, 0xB0, static_cast<std::uint8_t>(content.size() >> 8),
                              static_cast<std::uint8_t>(content.size() & 0xFF)};
    const auto answer = card->process(apdu::Command(header, {}, part));
    REQUIRE(answer.ok());
    apdu::append(content, apdu::ByteView(answer.data()).first(part));
  }
  return content;
}

Certificate certificateOf(PkiCard& card, const std::string& fid) {
  const auto size = crypto::derSequenceSize(readFile(card, fid, 4));
  REQUIRE(size);
  return made(Certificate::fromDer(readFile(card, fid, *size)));
}

std::vector<Certificate> trustIn(const TestRoots& roots) {
  auto authority = made(pki::testAuthority(roots));
  std::vector<Certificate> trusted;
  trusted.push_back(made(Certificate::fromDer(authority.certificate().der())));
  return trusted;
}

crypto::Sm2Signature sign(PkiCard& card, const crypto::Sm3Digest& e) {
  REQUIRE(card.send("002241B603840113") == "9000");
  const auto answer = hex(card.send("002A9E9A20" + apdu::toHex(e)));
  crypto::Sm2Signature signature{};
  REQUIRE(answer.size() == signature.size() + 2);
  std::copy_n(answer.begin(), signature.size(), signature.begin());
  return signature;
}

std::string decipher(PkiCard& card, const apdu::Bytes& ciphertext) {
  REQUIRE(card.send("002241B803840115") == "9000");
  const apdu::Command command({0x00, 0x2A, 0x80, 0x86}, ciphertext, 256);
  return apdu::toHex(card->process(command).encode());
}

std::string textOf(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the certificate application answers as written down") {
  const auto result = runTranscript("pki.txt");
  for (const auto& mismatch : result.mismatches)
    FAIL_CHECK(mismatch);
  CHECK(result.exchanges == 87);
}

TEST_CASE("the certificates of card A come from the test authority and say TEST") {
  PkiCard card;
  const auto trusted = trustIn(TestRoots());
  const auto signing = certificateOf(card, "0018");
  const auto encryption = certificateOf(card, "0019");

  CHECK(checkChain(signing, KeyUse::signature, trusted, kNow));
  CHECK(checkChain(encryption, KeyUse::encryption, trusted, kNow));
  CHECK(signing.subject().reveal() == "CN=测试张三,O=TEST 测试,C=CN");
  CHECK(signing.issuer().find("SSC TEST CA 测试") != std::string::npos);
  CHECK(signing.serialNumber() != encryption.serialNumber());
  CHECK(signing.notBefore() == std::chrono::sys_days(std::chrono::year(2025) / 1 / 1));
  CHECK(signing.notAfter() < std::chrono::sys_days(std::chrono::year(2035) / 1 / 1));
  CHECK(checkChain(signing, KeyUse::signature, trustIn(TestRoots("another label")), kNow).error() ==
        crypto::CertificateError::unknownIssuer);
}

TEST_CASE("the public key files hold the keys of the certificates") {
  PkiCard card;
  CHECK(readFile(card, "0012", 66) == pki::publicKeyObject(certificateOf(card, "0018").publicKey().point()));
  CHECK(readFile(card, "0014", 66) == pki::publicKeyObject(certificateOf(card, "0019").publicKey().point()));
}

TEST_CASE("a card shows the same certificates each time it is made") {
  PkiCard first, second;
  CHECK(certificateOf(first, "0018").der() == certificateOf(second, "0018").der());
  CHECK(certificateOf(first, "0019").der() == certificateOf(second, "0019").der());
}

TEST_CASE("the authority in the samples folder is the one that certified card A") {
  const auto pem = textOf("keys-sim/samples/test-ca.pem");
  const auto trusted = made(crypto::readCertificates(apdu::toBytes(pem)));
  REQUIRE(trusted.size() == 1);
  PkiCard card;
  CHECK(checkChain(certificateOf(card, "0018"), KeyUse::signature, trusted, kNow));
}

TEST_CASE("what the card signs verifies with its certificate, and nothing else does") {
  PkiCard card;
  card.verifyUser();
  const auto certificate = certificateOf(card, "0018");
  const auto e = crypto::sm2Digest(certificate.publicKey(), kText);
  REQUIRE(e);
  const auto signature = sign(card, *e);
  CHECK(certificate.publicKey().verify(kText, signature));
  CHECK_FALSE(certificate.publicKey().verify(apdu::Bytes{'s'}, signature));
  CHECK_FALSE(certificateOf(card, "0019").publicKey().verify(kText, signature));
}

TEST_CASE("the card opens an envelope that was sealed for it") {
  PkiCard card;
  card.verifyUser();
  crypto::SystemRandom random;
  const auto der = crypto::sealEnvelope(certificateOf(card, "0019"), kText, random);
  REQUIRE(der);
  const auto envelope = crypto::Envelope::fromDer(*der);
  REQUIRE(envelope);
  CHECK(envelope->isFor(certificateOf(card, "0019")));

  const std::string answer = decipher(card, envelope->wrappedKey());
  REQUIRE(answer.size() == 36);
  REQUIRE(answer.ends_with("9000"));
  const auto opened = envelope->open(crypto::Key(crypto::ByteView(hex(answer.substr(0, 32)))));
  REQUIRE(opened);
  CHECK(std::ranges::equal(opened->reveal(), kText));

  auto damaged = envelope->wrappedKey();
  damaged.back() ^= 1U;
  CHECK(decipher(card, damaged) == "6A80");
}

TEST_CASE("each PIN has six tries, over restarts, and one PIN does not lock the other") {
  PkiCard card;
  for (const std::string_view answer : {"63C5", "63C4", "63C3", "63C2", "63C1", "63C0", "6983"}) {
    CHECK(card.verify(kUser, "654321") == answer);
    card.powerOn();
  }
  CHECK(card.verify(kUser, kUserDigits) == "6983");
  CHECK(card.send("0020018100") == "6983");
  CHECK(card.verify(kAdmin, kAdminDigits) == "9000");
  CHECK(card->triesLeft().at("PKI.USER") == 0);
  CHECK(card->triesLeft().at("PKI.ADMIN") == 6);
}

TEST_CASE("the right PIN gives its tries back") {
  PkiCard card;
  CHECK(card.verify(kAdmin, "654321") == "63C5");
  CHECK(card.verify(kAdmin, kAdminDigits) == "9000");
  CHECK(card.send("0020010000") == "63C6");
}

TEST_CASE("a wrong PIN takes back what the right one had given") {
  PkiCard card;
  card.verifyUser();
  CHECK(card.send("002241B603840113") == "9000");
  CHECK(card.verify(kAdmin, "654321") == "63C5");
  CHECK(card.send("002A9E9A20" + std::string(64, '1')) == "6982");
}

TEST_CASE("certificates are written under either PIN, never without, and not beyond their file") {
  for (const auto& [reference, digits] : {std::pair(kUser, kUserDigits), std::pair(kAdmin, kAdminDigits)}) {
    PkiCard card;
    CHECK(card.send("00A40200020018") == "9000");
    CHECK(card.send("00D6000004DEADBEEF") == "6982");
    REQUIRE(card.verify(reference, digits) == "9000");
    CHECK(card.send("00D6000004DEADBEEF") == "9000");
    CHECK(card.send("00D607FC04CAFECAFE") == "9000");
    CHECK(card.send("00D607FD04CAFECAFE") == "6700");
    CHECK(card.send("00D6080001AA") == "6B00");
    card.powerOn();
    CHECK(readFile(card, "0018", 4) == hex("DEADBEEF"));
    CHECK(card.send("00B007FC04").ends_with("CAFECAFE9000"));
  }
}

TEST_CASE("key files cannot be written directly, whatever was proven") {
  PkiCard card;
  card.verifyUser();
  REQUIRE(card.verify(kAdmin, kAdminDigits) == "9000");
  for (const char* fid : {"0012", "0013", "0014", "0015"}) {
    CHECK(card.send("00A4020002" + std::string(fid)) == "9000");
    CHECK(card.send("00D6000001AA") == "6982");
  }
}

TEST_CASE("the issuer's PIN neither makes keys nor signs nor deciphers") {
  PkiCard card;
  REQUIRE(card.verify(kAdmin, kAdminDigits) == "9000");
  CHECK(card.send("8040000008C0020012C2020013") == "6982");
  CHECK(card.send("002241B603840113") == "9000");
  CHECK(card.send("002A9E9A20" + std::string(64, '1')) == "6982");
  CHECK(card.send("002241B803840115") == "9000");
  CHECK(card.send("002A808661" + std::string(194, '1') + "00") == "6982");
}

TEST_CASE("leaving the application forgets PINs, environments, the export and the transport key") {
  PkiCard card;
  card.verifyUser();
  for (const char* command : {"002241B603840113", "002241B803840115", "80C9820008C0020012C2020013",
                              "804A021012C11000112233445566778899AABBCCDDEEFF"})
    REQUIRE(card.send(command) == "9000");
  REQUIRE(card.send(kSelectPkiAdf).ends_with("9000"));  // the same directory: nothing is forgotten
  REQUIRE(card.send("80C9828042").ends_with("9000"));

  REQUIRE(card.send(kSelectPki).ends_with("9000"));
  REQUIRE(card.send(kSelectPkiAdf).ends_with("9000"));
  CHECK(card.send("00D6000001AA") == "6986");
  CHECK(card.send("80C9828042") == "6985");
  CHECK(card.send("002A9E9A20" + std::string(64, '1')) == "6982");
  card.verifyUser();
  CHECK(card.send("002A9E9A20" + std::string(64, '1')) == "6985");
  CHECK(card.send("80C2C00126C2020015CB20" + std::string(64, '1')) == "6985");
}

TEST_CASE("a challenge of the environment is none of the application") {
  PkiCard card;
  REQUIRE(card.send(kSelectPki).ends_with("9000"));
  REQUIRE(card.send(kChallenge).ends_with("9000"));
  REQUIRE(card.send(kSelectPkiAdf).ends_with("9000"));
  CHECK(card.send(verifyPki(kUser, kUserDigits)) == "6984");
}

TEST_CASE("the holder changes the PIN and goes on with the new one, also after a restart") {
  PkiCard card;
  CHECK(card.afterChallenge(changePkiPin(kUser, kUserDigits,
                                         "0211228000000000000000000000000"
                                         "0")) == "6982");
  card.verifyUser();
  CHECK(card.afterChallenge(changePkiPin(kUser, kUserDigits, "02112280000000000000000000000000")) == "9000");
  card.powerOn();
  CHECK(card.verify(kUser, kUserDigits) == "63C5");
  CHECK(card.verify(kUser, "1122") == "9000");
}

TEST_CASE("a new PIN that is none is refused and changes nothing") {
  PkiCard card;
  card.verifyUser();
  const auto before = card->durable();
  for (const std::string_view block : {"00800000000000000000000000000000", "01128000000000000000000000000000",
                                       "02112200000000000000000000000000", "02112280000000000000000000000001",
                                       "021A2280000000000000000000000000", "FF112280000000000000000000000000",
                                       "0F112233445566778899001122334455"}) {
    CAPTURE(block);
    CHECK(card.afterChallenge(changePkiPin(kUser, kUserDigits, block)) == "6A80");
  }
  CHECK(card->durable() == before);
}

TEST_CASE("a new encryption pair replaces the old one as a whole") {
  PkiCard card;
  card.verifyUser();
  const auto old = certificateOf(card, "0019");
  const auto pair = crypto::Sm2KeyPair::generate();
  REQUIRE(pair);
  const auto wrapped = old.publicKey().encrypt(kText);
  REQUIRE(wrapped);
  CHECK(decipher(card, *wrapped) == apdu::toHex(kText) + "9000");
  CHECK(card.send("80C2400046C0020014CA40" + apdu::toHex(pair->publicKey()->point())) == "9000");
  CHECK(decipher(card, *wrapped) == "6A88");
}

TEST_CASE("the certificate application is not where a profile has none") {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-e.toml"), random, store);
  CHECK(ask(*card, kSelectPki) == "6A82");
  CHECK_FALSE(card->triesLeft().contains("PKI.USER"));
}

TEST_CASE("a profile's mistakes about certificates are named") {
  const auto errorOf = [](std::string_view generation, std::string_view table) {
    const std::string text =
        "name = \"X\"\ngeneration = " + std::string(generation) +
        "\nalgorithm = \"sm4\"\nhistorical-bytes = \"00815453548699999900000001\"\npin = \"\"\n"
        "[files.SSSE.EF05]\n01 = \"999900D15600000500000001E692B037\"\n[pki]\n" +
        std::string(table);
    const auto profile = parseCardProfile(text, "x");
    return profile ? "loaded" : profile.error().text();
  };
  const std::string pins = "user-pin = \"123456\"\nadmin-pin = \"12345678\"\n";
  CHECK(errorOf("3", pins) == "loaded");
  CHECK(errorOf("2", pins).find("x: pki: only cards of generation 3") == 0);
  CHECK(errorOf("3", "user-pin = \"123456\"\n").find("pki.admin-pin") != std::string::npos);
  CHECK(errorOf("3", "user-pin = \"123\"\nadmin-pin = \"12345678\"\n").find("pki.user-pin") !=
        std::string::npos);
  CHECK(errorOf("3", "user-pin = \"12345a\"\nadmin-pin = \"1234\"\n").find("pki.user-pin") !=
        std::string::npos);
  CHECK(errorOf("3", pins + "pin-tries = 16\n").find("pki.pin-tries") != std::string::npos);
  CHECK(errorOf("3", pins + "certificate = 1\n").find("pki.certificate") != std::string::npos);
}

}  // namespace ssc::sim::test
