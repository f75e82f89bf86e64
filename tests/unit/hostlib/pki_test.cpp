// The certificate application.
#include "hostlib/card/pki.hpp"

#include <doctest/doctest.h>

#include "hostlib/card/pin.hpp"
#include "hostlib/card/pki_provisioning.hpp"
#include "tests/unit/hostlib/script_file.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using card::PkiKeyPair;
using card::PkiPin;
using test::hex;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;
using test::scriptOf;

namespace {

constexpr std::string_view kFile = "card-pki.txt";
constexpr std::string_view kHere = "PKIADF";

std::string raw(std::string_view byte, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += byte;
  return text;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> filled(std::uint8_t value) {
  std::array<std::uint8_t, Size> out{};
  out.fill(value);
  return out;
}

card::Sm2Digest digest() {
  card::Sm2Digest e{};
  for (std::size_t i = 0; i < e.size(); ++i)
    e[i] = static_cast<std::uint8_t>(0xE0 + i);
  return e;
}

card::Result<apdu::Bytes> certificateOver(const std::string& script) {
  ScriptedCard card("> 00A40000020018\n< 9000\n" + script, kHere);
  return card::readCertificate(card.here, PkiKeyPair::signing);
}

}  // namespace

TEST_CASE("the environment is selected, then the application in it; a card without either says 6A82") {
  ScriptedCard card(scriptOf(kFile, {"select"}));
  CHECK(card::selectPki(card.here).has_value());
  CHECK(card::selectPki(card.here).has_value());
  const std::string environment = "> 00A404000C504B492EC9E7BBE1B1A3D5CF\n< ";
  ScriptedCard absent(environment + "6A82\n> 00A40000023F00\n< 9000\n" + environment + "6A82\n");
  CHECK_EQ(refusalOf(card::selectPki(absent.here)), "6A82");
}

TEST_CASE("the user PIN is proven over a challenge of sixteen bytes") {
  ScriptedCard card(scriptOf(kFile, {"select", "verify user PIN"}));
  CHECK(card::verifyPkiPin(card.here, PkiPin::user, *card::packPin("123456")).has_value());
}

TEST_CASE("the administrator PIN has another reference") {
  ScriptedCard card(
      "> 0084000010\n< 101112131415161718191A1B1C1D1E1F9000\n"
      "> 0020010010D84EB2E018E27FEB4333E9EB3EC216BE\n< 9000\n",
      kHere);
  CHECK(card::verifyPkiPin(card.here, PkiPin::administrator, *card::packPin("123456")).has_value());
}

TEST_CASE("a wrong PIN, a short challenge, a torn card and a block that is no PIN") {
  const std::string challenge = "> 0084000010\n< ";
  const std::string verify = "> 0020018110D84EB2E018E27FEB4333E9EB3EC216BE\n< ";
  for (const char* sw : {"63C5", "6983", "6984"}) {
    ScriptedCard card(challenge + "101112131415161718191A1B1C1D1E1F9000\n" + verify + sw + "\n", kHere);
    CHECK_EQ(refusalOf(card::verifyPkiPin(card.here, PkiPin::user, *card::packPin("123456"))), sw);
  }
  ScriptedCard shortOne(challenge + "10111213141516179000\n", kHere);
  CHECK(isDamaged(card::verifyPkiPin(shortOne.here, PkiPin::user, *card::packPin("123456"))));
  ScriptedCard torn(challenge + "!\n", kHere);
  CHECK(isTorn(card::verifyPkiPin(torn.here, PkiPin::user, *card::packPin("123456"))));
  ScriptedCard untouched("", kHere);
  CHECK(isDamaged(card::verifyPkiPin(untouched.here, PkiPin::user, crypto::SecretBytes())));
  CHECK(isDamaged(card::verifyPkiPin(untouched.here, PkiPin::user, crypto::SecretBytes(9))));
}

TEST_CASE("PINs are changed under the key of the old one") {
  ScriptedCard card(scriptOf(kFile, {"change administrator PIN", "change user PIN"}), kHere);
  CHECK(card::changePkiPin(card.here, PkiPin::administrator, *card::packPin("12345678"),
                           *card::packPin("87654321"))
            .has_value());
  CHECK(card::changePkiPin(card.here, PkiPin::user, *card::packPin("123456"), *card::packPin("654321"))
            .has_value());
}

TEST_CASE("a wrong old PIN, a refused change, and blocks that are no PIN") {
  const std::string challenge = "> 0084000010\n< 101112131415161718191A1B1C1D1E1F9000\n";
  const std::string verify = challenge + "> 0020018110D84EB2E018E27FEB4333E9EB3EC216BE\n< ";
  const auto change = [](const std::string& script) {
    ScriptedCard card(script, kHere);
    return card::changePkiPin(card.here, PkiPin::user, *card::packPin("123456"), *card::packPin("654321"));
  };
  CHECK_EQ(refusalOf(change(verify + "63C4\n")), "63C4");
  for (const char* sw : {"6988", "6982", "6A80"}) {
    CHECK_EQ(refusalOf(change(verify + "9000\n" + challenge +
                              "> 845E018114714035C6FAF675C404311D61AE3E80836E10E11D\n< " + sw + "\n")),
             sw);
  }
  ScriptedCard untouched("", kHere);
  const crypto::SecretBytes pin = std::move(*card::packPin("1234"));
  CHECK(isDamaged(card::changePkiPin(untouched.here, PkiPin::user, crypto::SecretBytes(), pin)));
  CHECK(isDamaged(card::changePkiPin(untouched.here, PkiPin::user, pin, crypto::SecretBytes(9))));
}

TEST_CASE("a signing pair is generated, and its public key exported") {
  ScriptedCard card(scriptOf(kFile, {"generate", "export"}), kHere);
  CHECK(card::generateSigningPair(card.here).has_value());
  const auto point = card::exportPublicKey(card.here, PkiKeyPair::signing);
  REQUIRE(point.has_value());
  CHECK_EQ(apdu::toHex(*point), raw("01", 32) + raw("02", 32));
}

TEST_CASE("the encryption pair has files of its own") {
  ScriptedCard card("> 80C9820008C0020014C2020015\n< 9000\n> 80C9828042\n< CA40" + raw("05", 64) + "9000\n",
                    kHere);
  CHECK(card::exportPublicKey(card.here, PkiKeyPair::encryption).has_value());
}

TEST_CASE("a public key of another length or form is damaged data") {
  for (const std::string& answer :
       {"CA40" + raw("01", 63), "CB40" + raw("01", 64), "CA41" + raw("01", 64), std::string()}) {
    ScriptedCard card("> 80C9820008C0020012C2020013\n< 9000\n> 80C9828042\n< " + answer + "9000\n", kHere);
    CHECK(isDamaged(card::exportPublicKey(card.here, PkiKeyPair::signing)));
  }
  ScriptedCard refused("> 80C9820008C0020012C2020013\n< 6A88\n> 8040000008C0020012C2020013\n< 6982\n", kHere);
  CHECK_EQ(refusalOf(card::exportPublicKey(refused.here, PkiKeyPair::signing)), "6A88");
  CHECK_EQ(refusalOf(card::generateSigningPair(refused.here)), "6982");
}

TEST_CASE("a prepared digest is signed") {
  ScriptedCard card(scriptOf(kFile, {"sign"}), kHere);
  const auto signature = card::signDigest(card.here, digest());
  REQUIRE(signature.has_value());
  CHECK_EQ(apdu::toHex(*signature), raw("03", 32) + raw("04", 32));
}

TEST_CASE("signing without PIN or key is refused, a short signature damaged") {
  const std::string set = "> 002241B603840113\n< ";
  const std::string sign =
      "> 002A9E9A20E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF40\n< ";
  for (const char* sw : {"6982", "6A88", "6700"}) {
    ScriptedCard atSign(set + "9000\n" + sign + sw + "\n", kHere);
    CHECK_EQ(refusalOf(card::signDigest(atSign.here, digest())), sw);
    ScriptedCard atSet(set + sw + "\n", kHere);
    CHECK_EQ(refusalOf(card::signDigest(atSet.here, digest())), sw);
  }
  ScriptedCard damaged(set + "9000\n" + sign + raw("03", 63) + "9000\n", kHere);
  CHECK(isDamaged(card::signDigest(damaged.here, digest())));
}

TEST_CASE("a ciphertext is deciphered to the length of its last part") {
  ScriptedCard card(scriptOf(kFile, {"decipher"}), kHere);
  const auto plaintext =
      card::decipher(card.here, hex(raw("A1", 32) + raw("A2", 32) + raw("A3", 32) + "11223344"));
  REQUIRE(plaintext.has_value());
  CHECK_EQ(apdu::toHex(plaintext->reveal()), "CAFEBABE");
}

TEST_CASE("a ciphertext that is too short or too long is not sent; refusals and damaged answers") {
  ScriptedCard untouched("", kHere);
  CHECK(isDamaged(card::decipher(untouched.here, apdu::Bytes(96))));
  CHECK(isDamaged(card::decipher(untouched.here, apdu::Bytes(256))));
  const std::string set = "> 002241B803840115\n< 9000\n> 002A808661" + raw("00", 97) + "01\n< ";
  ScriptedCard refused(set + "6A80\n", kHere);
  CHECK_EQ(refusalOf(card::decipher(refused.here, apdu::Bytes(97))), "6A80");
  ScriptedCard empty(set + "9000\n", kHere);
  CHECK(isDamaged(card::decipher(empty.here, apdu::Bytes(97))));
}

TEST_CASE("a certificate is read as far as its own length says") {
  const std::string body = raw("5A", 0x180);
  const std::string whole = "30820180" + body;
  const auto longOne = certificateOver("> 00B0000000\n< " + whole.substr(0, 512) + "9000\n> 00B0010084\n< " +
                                       whole.substr(512) + "9000\n");
  REQUIRE(longOne.has_value());
  CHECK_EQ(apdu::toHex(*longOne), whole);

  const auto shortOne = certificateOver("> 00B0000000\n< 3003020105" + raw("00", 251) + "9000\n");
  REQUIRE(shortOne.has_value());
  CHECK_EQ(apdu::toHex(*shortOne), "3003020105");
  const auto oneByte =
      certificateOver("> 00B0000000\n< 308180" + raw("5A", 0x80) + raw("FF", 125) + "9000\n");
  REQUIRE(oneByte.has_value());
  CHECK_EQ(oneByte->size(), 0x83);
}

TEST_CASE("a certificate that comes in small pieces is put together") {
  const auto whole = certificateOver(
      "> 00B0000000\n< 3006 0102 9000\n> 00B0000404\n< 0304 9000\n> 00B0000602\n< 0506 9000\n");
  REQUIRE(whole.has_value());
  CHECK_EQ(apdu::toHex(*whole), "3006010203040506");
}

TEST_CASE("the encryption certificate has a file of its own; one never written is empty") {
  for (const char* blank : {"00", "FF"}) {
    ScriptedCard card("> 00A40000020019\n< 9000\n> 00B0000000\n< " + raw(blank, 256) + "9000\n", kHere);
    const auto none = card::readCertificate(card.here, PkiKeyPair::encryption);
    REQUIRE(none.has_value());
    CHECK(none->empty());
  }
}

TEST_CASE("content that is no certificate, ends early or lies about its length is damaged") {
  for (const char* start : {"31030201", "30800201", "30838000", "3082FFFF"})
    CHECK(isDamaged(certificateOver(std::string("> 00B0000000\n< ") + start + raw("00", 252) + "9000\n")));
  CHECK(isDamaged(certificateOver("> 00B0000000\n< 3003 9000\n")));
  CHECK(isDamaged(certificateOver("> 00B0000000\n< 9000\n")));
  CHECK(isDamaged(
      certificateOver("> 00B0000000\n< 30820180" + raw("5A", 252) + "9000\n> 00B0010084\n< 9000\n")));
  CHECK_EQ(refusalOf(
               certificateOver("> 00B0000000\n< 30820180" + raw("5A", 252) + "9000\n> 00B0010084\n< 6B00\n")),
           "6B00");
  ScriptedCard absent("> 00A40000020018\n< 6A82\n", kHere);
  CHECK_EQ(refusalOf(card::readCertificate(absent.here, PkiKeyPair::signing)), "6A82");
}

TEST_CASE("the envelope is opened, its key and the encryption pair are imported") {
  ScriptedCard card(scriptOf(kFile, {"envelope"}), kHere);
  const auto key =
      card::openEnvelope(card.here, hex(raw("B1", 32) + raw("B2", 32) + raw("B3", 32) + raw("B4", 16)));
  REQUIRE(key.has_value());
  CHECK_EQ(apdu::toHex(key->reveal()), "505152535455565758595A5B5C5D5E5F");
  CHECK(card::importEnvelopeKey(card.here, *key).has_value());
  card::Sm2Point point = filled<64>(0xC1);
  std::fill(point.begin() + 32, point.end(), std::uint8_t{0xC2});
  CHECK(card::importEncryptionPair(card.here, point, filled<32>(0xD1)).has_value());
}

TEST_CASE("imports of the wrong length are not sent; a refusal in the middle ends them") {
  ScriptedCard untouched("", kHere);
  CHECK(isDamaged(card::openEnvelope(untouched.here, apdu::Bytes(96))));
  CHECK(isDamaged(card::openEnvelope(untouched.here, apdu::Bytes(248))));
  CHECK(isDamaged(card::importEnvelopeKey(untouched.here, crypto::Key(std::size_t{8}))));
  CHECK(isDamaged(card::importEncryptionPair(untouched.here, {}, apdu::Bytes(31))));
  ScriptedCard refused("> 80C2400046C0020014CA40" + raw("00", 64) + "\n< 6982\n", kHere);
  CHECK_EQ(refusalOf(card::importEncryptionPair(refused.here, {}, apdu::Bytes(32))), "6982");
  ScriptedCard damaged("> 804E000169C2020013C1820061" + raw("00", 97) + "01\n< 9000\n", kHere);
  CHECK(isDamaged(card::openEnvelope(damaged.here, apdu::Bytes(97))));
}

TEST_CASE("a certificate is written in pieces of 255, and a partial writing says how far it came") {
  const apdu::Bytes der(0x110, std::uint8_t{0x30});
  ScriptedCard card("> 00A40000020019\n< 9000\n> 00D60000FF" + raw("30", 255) + "\n< 9000\n> 00D600FF11" +
                        raw("30", 17) + "\n< 9000\n",
                    kHere);
  CHECK(card::writeCertificate(card.here, PkiKeyPair::encryption, der).has_value());
  ScriptedCard full("> 00A40000020019\n< 9000\n> 00D60000FF" + raw("30", 255) + "\n< 9000\n> 00D600FF11" +
                        raw("30", 17) + "\n< 6700\n",
                    kHere);
  const auto written = card::writeCertificate(full.here, PkiKeyPair::encryption, der);
  REQUIRE_FALSE(written.has_value());
  CHECK_EQ(written.error().written, 255);
  ScriptedCard untouched("", kHere);
  CHECK_FALSE(
      card::writeCertificate(untouched.here, PkiKeyPair::encryption, apdu::Bytes(0x8000)).has_value());
}
