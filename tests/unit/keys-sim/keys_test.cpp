#include <doctest/doctest.h>
#include <functional>
#include <map>

#include "keys-sim/keys/derivation.hpp"
#include "keys-sim/keys/identification.hpp"
#include "keys-sim/keys/session.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"
#include "tests/unit/keys-sim/vector_lines.hpp"

namespace ssc::sim::test {
namespace {

using Words = std::vector<std::string>;

Algorithm algorithmOf(const std::string& word) {
  return word == "SM4" ? Algorithm::sm4 : Algorithm::tripleDes;
}
Key keyOf(const std::string& word) {
  return Key(ByteView(hex(word)));
}

std::string revealed(const CryptoResult<Key>& key) {
  return key ? apdu::toHex(key->reveal()) : "error";
}

CardPlace samplePlace() {
  const auto place = cardPlace("999900", hex("00815453548699999900000001"));
  REQUIRE(place.has_value());
  return *place;
}

void checkChain(const Words& w) {
  auto key = TestRoots().root(algorithmOf(w[1]), w[2]);
  const CardPlace place = samplePlace();
  CHECK(revealed(key) == w[3]);
  const std::array<cardspec::Factor, 3> factors{place.province, place.city, place.card};
  for (std::size_t i = 0; i < factors.size(); ++i) {
    key = deriveChild(algorithmOf(w[1]), *key, factors[i]);
    CHECK(revealed(key) == w[4 + i]);
  }
}

void checkCardKey(const Words& w) {
  CHECK(revealed(cardKey(TestRoots(), algorithmOf(w[1]), samplePlace(), w[2])) == w[3]);
}

void checkSession(const Words& w) {
  CHECK(revealed(sessionKey(algorithmOf(w[1]), keyOf(w[2]), hex(w[3]))) == w[4]);
}

void checkAuthentication(const Words& w) {
  std::array<std::uint8_t, 8> orig{};
  std::copy_n(hex(w[3]).begin(), orig.size(), orig.begin());
  const auto data = authenticationData(algorithmOf(w[1]), keyOf(w[2]), orig);
  REQUIRE(data.has_value());
  CHECK(apdu::toHex(*data) == w[4]);
}

void checkConfidential(const Words& w) {
  const auto cipher = cipherFor(algorithmOf(w[1]), keyOf(w[2]));
  REQUIRE(cipher.has_value());
  const auto encrypted = cipher->encryptEcb(lengthPrefixed(algorithmOf(w[1]), hex(w[3])));
  REQUIRE(encrypted.has_value());
  CHECK(apdu::toHex(*encrypted) == w[4]);
}

void checkMacWith(const Words& w, const Key& key) {
  const auto mac = cardMac(algorithmOf(w[1]), key, hex(w[3]));
  REQUIRE(mac.has_value());
  CHECK(apdu::toHex(*mac) == w[4]);
}

void checkMac(const Words& w) {
  checkMacWith(w, keyOf(w[2]));
}
void checkTac(const Words& w) {
  checkMacWith(w, tacKey(algorithmOf(w[1]), keyOf(w[2])));
}

void checkCode(const Words& w) {
  const auto code = authenticationCode(TestRoots(), algorithmOf(w[1]), hex(w[2]));
  REQUIRE(code.has_value());
  CHECK(apdu::toHex(*code) == w[3]);
}

void checkCardNumber(const Words& w) {
  CHECK(cardNumberCheck(w[1]) == w[2].front());
}
void checkCitizenNumber(const Words& w) {
  CHECK(citizenNumberCheck(w[1]) == w[2].front());
}

const std::map<std::string, void (*)(const Words&)> kChecks{
    {"chain", checkChain},
    {"card-key", checkCardKey},
    {"session", checkSession},
    {"authentication", checkAuthentication},
    {"confidential", checkConfidential},
    {"mac", checkMac},
    {"tac", checkTac},
    {"code", checkCode},
    {"card-number", checkCardNumber},
    {"citizen-number", checkCitizenNumber},
};

void checkLines(const std::string& file, std::size_t count) {
  const auto lines = readVectorLines(file);
  REQUIRE(lines.size() == count);
  for (const auto& line : lines) {
    CAPTURE(line.number);
    const auto words = line.words();
    const auto check = kChecks.find(words[0]);
    REQUIRE(check != kChecks.end());
    check->second(words);
  }
}

}  // namespace

TEST_CASE("the test key tree gives the worked values") {
  checkLines("keys.txt", 60);
}

TEST_CASE("the keys, proofs and MACs of the writing transcripts are the computed ones") {
  checkLines("writing-keys.txt", 59);
}

TEST_CASE("another label gives other roots") {
  const auto usual = TestRoots().root(Algorithm::sm4, "IRK");
  const auto other = TestRoots("SSC-TEST-ROOT/2").root(Algorithm::sm4, "IRK");
  CHECK(revealed(usual) != revealed(other));
}

TEST_CASE("versions of a key are roots of their own") {
  CHECK(rootName("IRK", 1) == "IRK");
  CHECK(rootName("IRK", 3) == "IRK#3");
  CHECK(rootName("DPK", 1) == "DPK-1");
  CHECK(rootName("DTK", 2) == "DTK-2");
}

TEST_CASE("SSF33 and randoms longer than a block are refused") {
  CHECK_FALSE(TestRoots().root(Algorithm::ssf33, "IRK"));
  CHECK_FALSE(sessionKey(Algorithm::ssf33, Key(std::size_t{16}), Bytes(8)));
  CHECK_FALSE(sessionKey(Algorithm::tripleDes, Key(std::size_t{16}), Bytes(16)));
  CHECK_FALSE(cardNumberCheck("T000000"));
  CHECK_FALSE(cardNumberCheck("t0000002"));
}

TEST_CASE("a four-byte random is the same as one padded with zeros") {
  const Key key(ByteView(hex("B092BA613E43942F87372711BCFF31C8")));
  CHECK(revealed(sessionKey(Algorithm::tripleDes, key, hex("11223344"))) ==
        revealed(sessionKey(Algorithm::tripleDes, key, hex("1122334400000000"))));
}

}  // namespace ssc::sim::test
