// Secure messaging and purchases through a PSAM, against the published worked vectors.
#include <doctest/doctest.h>

#include "hostlib/sam/psam.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/hostlib/script_file.hpp"

using namespace ssc;
using cardspec::Algorithm;
using sam::Fault;
using test::scriptOf;

namespace {

constexpr std::string_view kProtection = "psam-protection.txt";
constexpr sam::Block8 kChallenge{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
constexpr sam::Block8 kOriginal{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};
constexpr std::array<std::uint8_t, 4> kUnblock{0x84, 0x24, 0x00, 0x00};
constexpr std::array<std::uint8_t, 4> kReload{0x84, 0x24, 0x00, 0x01};
constexpr std::array<std::uint8_t, 3> kPin{0x12, 0x34, 0x56};

const std::string kThreeFactors = "8699999900000001 3939393930307378 3939303030307368";
const std::string kTwoFactors = "8699999900000001 3939393930307378";
const std::string kOneFactor = "8699999900000001";
const std::string kStk = "1122334455667788\n< ";

sam::CardIdentity card(std::string region = "999900") {
  return {std::move(region), {0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01}};
}

const cardspec::Key& key(std::string_view name) {
  return *cardspec::findKey(name);
}

std::string nameOf(Algorithm algorithm) {
  return algorithm == Algorithm::sm4 ? "SM4" : "3DES";
}

// A PSAM of this algorithm, opened, with the rest of its script.
struct ScriptedPsam {
  explicit ScriptedPsam(const std::string& script, Algorithm algorithm = Algorithm::tripleDes)
      : session(std::make_unique<test::ScriptedChannel>(scriptOf(kProtection, {"open " + nameOf(algorithm)}) +
                                                        script)),
        psam(session) {
    REQUIRE(psam.open(algorithm).has_value());
  }
  apdu::Session session;
  sam::Psam psam;
};

std::string protectedBy(const std::string& section, Algorithm algorithm,
                        const std::array<std::uint8_t, 4>& header, apdu::ByteView plaintext) {
  ScriptedPsam module(scriptOf(kProtection, {section + " " + nameOf(algorithm)}), algorithm);
  const auto command = module.psam.protectedCommand(key("STKSSSE"), card(), kChallenge, header, plaintext);
  REQUIRE(command.has_value());
  return apdu::toHex(command->reveal());
}

sam::Result<crypto::SecretBytes> unblockOver(const std::string& script) {
  ScriptedPsam module(script);
  return module.psam.protectedCommand(key("STKSSSE"), card(), kChallenge, kUnblock, {});
}

sam::Purchase purchase(Algorithm algorithm) {
  sam::Purchase purchase;
  purchase.selfPay = 12345;
  purchase.pool = 10000;
  purchase.time = {0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05};
  purchase.cardRandom = {0x01, 0x02, 0x03, 0x04};
  purchase.cardSequence = {0x00, 0x01};
  purchase.algorithm = algorithm == Algorithm::sm4 ? 3 : 0;
  return purchase;
}

std::string initFor(const std::string& length, const std::string& factors) {
  return "> 80700100" + length + "01020304 0001 00000000 00003039 00002710 32 20250102030405 01 00 " +
         factors + " 08\n< ";
}

template <class T>
Fault faultOf(const sam::Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().fault;
}

}  // namespace

TEST_CASE("the proof of a write key is the published one, in both algorithms") {
  struct Row {
    Algorithm algorithm;
    const char* proof;
  };
  for (const Row row :
       {Row{Algorithm::tripleDes, "80BD26C742FD4B43"}, Row{Algorithm::sm4, "2B0423F4749F236E"}}) {
    ScriptedPsam module(scriptOf(kProtection, {"write key " + nameOf(row.algorithm)}), row.algorithm);
    const auto proof = module.psam.authenticationData(key("UKSSSE"), card(), kChallenge, kOriginal);
    REQUIRE(proof.has_value());
    CHECK_EQ(apdu::toHex(*proof), row.proof);
  }
}

TEST_CASE("the proof that permits unblocking comes from PUK") {
  ScriptedPsam module(scriptOf(kProtection, {"PUK SM4"}), Algorithm::sm4);
  const auto proof = module.psam.authenticationData(key("PUK"), card(), kChallenge, kOriginal);
  REQUIRE(proof.has_value());
  CHECK_EQ(apdu::toHex(*proof), "EBDF8D4903A81844");
}

TEST_CASE("PIN unblock is a header and a MAC") {
  CHECK_EQ(protectedBy("unblock", Algorithm::tripleDes, kUnblock, {}), "8424000004EF4D4569");
  CHECK_EQ(protectedBy("unblock", Algorithm::sm4, kUnblock, {}), "8424000004B0720A2A");
}

TEST_CASE("PIN reload enciphers the PIN with its length and makes the MAC over the cryptogram") {
  CHECK_EQ(protectedBy("reload", Algorithm::tripleDes, kReload, kPin), "842400010CCCC018509198F5EF38EC39B3");
  CHECK_EQ(protectedBy("reload", Algorithm::sm4, kReload, kPin),
           "84240001149326F1E50D717B3EE67B053B974255A1B193D5ED");
}

TEST_CASE(
    "a plaintext that fills its blocks with the length is not padded, and its MAC gets a whole block of "
    "padding") {
  // 07 and seven bytes are one DES block; header, Lc and cryptogram are 13 bytes, then 80 0000.
  ScriptedPsam full("> BFDE680920 " + kThreeFactors + kStk + "9000\n" +
                    "> 80FA000008 07 11223344556677 08\n< 0102030405060708 9000\n" +
                    "> 80FA050018 0000000000000000 842400010C 0102030405060708 800000 04\n< A1A2A3A4 9000\n");
  const auto command =
      full.psam.protectedCommand(key("STKSSSE"), card(), kChallenge, kReload, test::hex("11223344556677"));
  REQUIRE(command.has_value());
  CHECK_EQ(apdu::toHex(command->reveal()), "842400010C0102030405060708A1A2A3A4");
}

TEST_CASE("a MAC over whole blocks is made over one block more") {
  // 5 bytes of header and 16 + 3 … do not fit here: 19 bytes of plaintext give 24, with the header 29, padded
  // to 32.
  ScriptedPsam module("> BFDE680920 " + kThreeFactors + kStk + "9000\n" + "> 80FA000018 13 " +
                      std::string(38, '1') + " 80000000 18\n< " + std::string(48, '2') +
                      " 9000\n> 80FA050028 0000000000000000 841E00011C " + std::string(48, '2') +
                      " 800000 04\n< A1A2A3A4 9000\n");
  const std::array<std::uint8_t, 4> header{0x84, 0x1E, 0x00, 0x01};
  CHECK(module.psam
            .protectedCommand(key("STKSSSE"), card(), kChallenge, header, apdu::Bytes(19, std::uint8_t{0x11}))
            .has_value());
}

TEST_CASE("a maintenance key is asked for as one for MAC and encryption, then as one for MAC") {
  const std::string mac = "> 80FA050010 0000000000000000 8424000004 800000 04\n< EF4D4569 9000\n";
  const auto command =
      unblockOver("> BFDE680920 " + kThreeFactors + kStk + "6A88\n> BFDE480918 " + kTwoFactors + kStk +
                  "6A88\n> BFDE280910 " + kOneFactor + kStk + "6A88\n> BFDE660920 " + kThreeFactors + kStk +
                  "6A80\n> BFDE460918 " + kTwoFactors + kStk + "9000\n" + mac);
  REQUIRE(command.has_value());
  CHECK_EQ(apdu::toHex(command->reveal()), "8424000004EF4D4569");
}

TEST_CASE(
    "a maintenance key that is nowhere is missing; one of a too low level is that, whichever type it has") {
  const auto script = [](const std::string& first, const std::string& second) {
    std::string text;
    for (const auto& [type, sw] : {std::pair{"8", first}, std::pair{"6", second}}) {
      const std::string t = type;
      text += "> BFDE6" + t + "0920 " + kThreeFactors + kStk + sw + "\n> BFDE4" + t + "0918 " + kTwoFactors +
              kStk + sw + "\n> BFDE2" + t + "0910 " + kOneFactor + kStk + sw + "\n";
    }
    return text;
  };
  CHECK(faultOf(unblockOver(script("6A88", "6A88"))) == Fault::noKey);
  CHECK(faultOf(unblockOver(script("6A88", "6A80"))) == Fault::levelTooLow);
  CHECK(faultOf(unblockOver(script("6A80", "6A88"))) == Fault::levelTooLow);
}

TEST_CASE("a key whose own type is MAC and encryption is asked for once") {
  ScriptedPsam module("> BFDE681120 " + kThreeFactors + kStk + "6A88\n> BFDE481118 " + kTwoFactors + kStk +
                      "6A88\n> BFDE281110 " + kOneFactor + kStk + "6A88\n");
  const auto command = module.psam.protectedCommand(key("BK"), card(), kChallenge, kUnblock, {});
  CHECK(faultOf(command) == Fault::noKey);
}

TEST_CASE("levels below the required one are not tried for protected commands either") {
  ScriptedPsam module(
      "> BFDE680920 8699999900000001 3131393930307378 3131303030307368 1122334455667788\n< 6A80\n"
      "> BFDE660920 8699999900000001 3131393930307378 3131303030307368 1122334455667788\n< 6A80\n");
  const auto command = module.psam.protectedCommand(key("STKSSSE"), card("119900"), kChallenge, kUnblock, {});
  CHECK(faultOf(command) == Fault::levelTooLow);
}

TEST_CASE("a refused or damaged answer of CIPHER DATA ends the command, and the error names the step only") {
  const std::string delivered = "> BFDE680920 " + kThreeFactors + kStk + "9000\n";
  const std::string mac = "> 80FA050010 0000000000000000 8424000004 800000 04\n< ";
  for (const auto& [answer, fault] : {std::pair{"6901", Fault::status}, std::pair{"6985", Fault::status},
                                      std::pair{"EF4D45 9000", Fault::badData},
                                      std::pair{"9000", Fault::badData}, std::pair{"!", Fault::channel}}) {
    CAPTURE(answer);
    const auto command = unblockOver(delivered + mac + answer + "\n");
    CHECK(faultOf(command) == fault);
    CHECK_EQ(command.error().where, "CIPHER DATA, MAC");
  }
  ScriptedPsam reload(delivered + "> 80FA000008 03 123456 80000000 08\n< CCC018509198F5 9000\n");
  const auto command = reload.psam.protectedCommand(key("STKSSSE"), card(), kChallenge, kReload, kPin);
  CHECK(faultOf(command) == Fault::badData);
  CHECK_EQ(command.error().where, "CIPHER DATA, encryption");
}

TEST_CASE("a plaintext that no command can carry is refused before it is enciphered") {
  for (const std::size_t size : {248U, 255U, 300U}) {
    ScriptedPsam module("> BFDE680920 " + kThreeFactors + kStk + "9000\n");
    const auto command = module.psam.protectedCommand(key("STKSSSE"), card(), kChallenge, kReload,
                                                      apdu::Bytes(size, std::uint8_t{0x11}));
    CHECK(faultOf(command) == Fault::badData);
  }
}

TEST_CASE("a purchase is numbered, gets MAC1, and its MAC2 is accepted, in both algorithms") {
  struct Row {
    Algorithm algorithm;
    const char* mac1;
    sam::Block4 mac2;
  };
  for (const Row& row : {Row{Algorithm::tripleDes, "17CB7DA9", {0x04, 0xA5, 0xB0, 0xEF}},
                         Row{Algorithm::sm4, "88D71CD7", {0x30, 0x49, 0x96, 0xA4}}}) {
    ScriptedPsam module(scriptOf("psam-purchase.txt", {nameOf(row.algorithm)}), row.algorithm);
    const auto consent = module.psam.consentToPurchase(card(), purchase(row.algorithm));
    REQUIRE(consent.has_value());
    CHECK_EQ(apdu::toHex(consent->terminalSequence), "00000010");
    CHECK_EQ(apdu::toHex(consent->mac1), row.mac1);
    CHECK(module.psam.checkPurchase(row.mac2).has_value());
  }
}

TEST_CASE("a purchase is tried with as many factors as the debit key has levels, and the level is kept") {
  ScriptedPsam module(initFor("34", kThreeFactors) + "6A80\n" + initFor("2C", kTwoFactors) + "6A80\n" +
                      initFor("24", kOneFactor) + "0000001017CB7DA99000\n" + initFor("24", kOneFactor) +
                      "0000001117CB7DA99000\n");
  CHECK(module.psam.consentToPurchase(card(), purchase(Algorithm::tripleDes)).has_value());
  const auto second = module.psam.consentToPurchase(card(), purchase(Algorithm::tripleDes));
  REQUIRE(second.has_value());
  CHECK_EQ(apdu::toHex(second->terminalSequence), "00000011");
}

TEST_CASE("the version of the debit key is passed on") {
  ScriptedPsam module("> 8070010034 01020304 0001 00000000 00003039 00002710 32 20250102030405 03 00 " +
                      kThreeFactors + " 08\n< 0000001017CB7DA99000\n");
  sam::Purchase third = purchase(Algorithm::tripleDes);
  third.keyVersion = 3;
  CHECK(module.psam.consentToPurchase(card(), third).has_value());
}

TEST_CASE("a module without the debit key says 9403 at once; all levels wrong is a level too low") {
  ScriptedPsam absent(initFor("34", kThreeFactors) + "9403\n");
  const auto none = absent.psam.consentToPurchase(card(), purchase(Algorithm::tripleDes));
  CHECK(faultOf(none) == Fault::status);
  CHECK_EQ(none.error().sw.value(), 0x9403);

  ScriptedPsam low(initFor("34", kThreeFactors) + "6A80\n" + initFor("2C", kTwoFactors) + "6A80\n" +
                   initFor("24", kOneFactor) + "6A80\n");
  CHECK(faultOf(low.psam.consentToPurchase(card(), purchase(Algorithm::tripleDes))) == Fault::levelTooLow);
}

TEST_CASE("a purchase answer of the wrong length, a refusal and a lost module are what they are") {
  for (const auto& [answer, fault] :
       {std::pair{"0000001017CB7D9000", Fault::badData}, std::pair{"9000", Fault::badData},
        std::pair{"9402", Fault::status}, std::pair{"!", Fault::channel}}) {
    CAPTURE(answer);
    ScriptedPsam module(initFor("34", kThreeFactors) + answer + "\n");
    CHECK(faultOf(module.psam.consentToPurchase(card(), purchase(Algorithm::tripleDes))) == fault);
  }
}

TEST_CASE("a card identity without a region makes no purchase and no protected command") {
  ScriptedPsam module("");
  CHECK(faultOf(module.psam.consentToPurchase(card("99990A"), purchase(Algorithm::tripleDes))) ==
        Fault::badData);
  CHECK(faultOf(module.psam.protectedCommand(key("STKSSSE"), card("9999"), kChallenge, kUnblock, {})) ==
        Fault::badData);
}

TEST_CASE("a wrong MAC2 is 63CF or 9302 and means the MAC; anything else is a refusal") {
  for (const auto& [sw, fault] :
       {std::pair{"63CF", Fault::macWrong}, std::pair{"9302", Fault::macWrong},
        std::pair{"6901", Fault::status}, std::pair{"63C2", Fault::status}, std::pair{"!", Fault::channel}}) {
    CAPTURE(sw);
    ScriptedPsam module("> 8072000004 04A5B0EF\n< " + std::string(sw) + "\n");
    CHECK(faultOf(module.psam.checkPurchase({0x04, 0xA5, 0xB0, 0xEF})) == fault);
  }
}
