// Certificates, settlements, PIN reload and the foreign applications over the simulated chips: host and card
// were written apart from each other, so each of these says that both read the specification alike.
#include <algorithm>

#include "hostlib/card/medical.hpp"
#include "hostlib/card/other_applications.hpp"
#include "hostlib/card/pki.hpp"
#include "hostlib/card/write.hpp"
#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/hostlib/simulated_card.hpp"

using namespace ssc;
using card::PkiKeyPair;
using card::PkiPin;
using test::SimulatedCard;
using test::SimulatedPsam;

namespace {

constexpr card::Block8 kOriginal{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};
constexpr card::BcdTime kTime{0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05};
constexpr card::BcdTerminal kTerminal{0x99, 0x99, 0x00, 0x00, 0x00, 0x01};

crypto::SecretBytes pin(std::string_view digits) {
  return *card::packPin(digits);
}

crypto::Sm2PublicKey publicKey(SimulatedCard& simulated, PkiKeyPair pair) {
  const auto point = card::exportPublicKey(*simulated.here, pair);
  REQUIRE(point.has_value());
  auto key = crypto::Sm2PublicKey::fromPoint(*point);
  REQUIRE(key.has_value());
  return std::move(*key);
}

void checkSignature(SimulatedCard& simulated) {
  const auto key = publicKey(simulated, PkiKeyPair::signing);
  const auto message = apdu::toBytes("settlement 123.45");
  const auto digest = crypto::sm2Digest(key, message);
  REQUIRE(digest.has_value());
  const auto signature = card::signDigest(*simulated.here, *digest);
  REQUIRE(signature.has_value());
  CHECK(key.verify(message, *signature).has_value());
}

void authenticate(SimulatedCard& simulated, sam::Psam& psam, std::string_view name) {
  const cardspec::Key& key = *cardspec::findKey(name);
  const auto challenge = simulated.card->challenge();
  REQUIRE(challenge.has_value());
  const auto proof = psam.authenticationData(key, simulated.samIdentity, *challenge, kOriginal);
  REQUIRE(proof.has_value());
  REQUIRE(simulated.card->externalAuthenticate(key.kid, *proof, kOriginal).has_value());
}

}  // namespace

TEST_CASE("a card signs behind its user PIN, and the signature verifies under the exported key") {
  SimulatedCard simulated("card-a.toml");
  REQUIRE(card::selectPki(*simulated.here).has_value());
  CHECK_FALSE(card::signDigest(*simulated.here, {}).has_value());
  REQUIRE(card::verifyPkiPin(*simulated.here, PkiPin::user, pin("123456")).has_value());
  checkSignature(simulated);
}

TEST_CASE("a newly generated pair signs") {
  SimulatedCard simulated("card-a.toml");
  REQUIRE(card::verifyPkiPin(*simulated.here, PkiPin::user, pin("123456")).has_value());
  const auto before = publicKey(simulated, PkiKeyPair::signing).point();
  REQUIRE(card::generateSigningPair(*simulated.here).has_value());
  CHECK_NE(apdu::toHex(publicKey(simulated, PkiKeyPair::signing).point()), apdu::toHex(before));
  checkSignature(simulated);
}

TEST_CASE("what is enciphered for the card's encryption key comes back") {
  SimulatedCard simulated("card-a.toml");
  REQUIRE(card::verifyPkiPin(*simulated.here, PkiPin::user, pin("123456")).has_value());
  const auto plaintext = test::hex("00112233445566778899AABBCCDDEEFF");
  const auto ciphertext = publicKey(simulated, PkiKeyPair::encryption).encrypt(plaintext);
  REQUIRE(ciphertext.has_value());
  const auto back = card::decipher(*simulated.here, *ciphertext);
  REQUIRE(back.has_value());
  CHECK_EQ(apdu::toHex(back->reveal()), apdu::toHex(plaintext));
}

TEST_CASE("both certificates are read as long as they are") {
  SimulatedCard simulated("card-a.toml");
  for (const PkiKeyPair pair : {PkiKeyPair::signing, PkiKeyPair::encryption}) {
    const auto der = card::readCertificate(*simulated.here, pair);
    REQUIRE(der.has_value());
    REQUIRE_GE(der->size(), 256);
    CHECK_EQ((static_cast<std::size_t>((*der)[2]) << 8 | (*der)[3]) + 4, der->size());
    // The card's own key stands in it.
    const auto point = publicKey(simulated, pair).point();
    CHECK_FALSE(std::ranges::search(*der, point).empty());
  }
}

TEST_CASE("the PINs of the certificate application are changed, and wrong ones cost a try") {
  SimulatedCard simulated("card-a.toml");
  const auto wrong = card::verifyPkiPin(*simulated.here, PkiPin::user, pin("000000"));
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().sw.hasTriesLeft());
  CHECK(card::changePkiPin(*simulated.here, PkiPin::user, pin("123456"), pin("654321")).has_value());
  CHECK(card::verifyPkiPin(*simulated.here, PkiPin::user, pin("654321")).has_value());
  CHECK(card::changePkiPin(*simulated.here, PkiPin::administrator, pin("12345678"), pin("87654321"))
            .has_value());
  CHECK(card::verifyPkiPin(*simulated.here, PkiPin::administrator, pin("87654321")).has_value());
}

TEST_CASE("the bank card number and the transport card number are read") {
  SimulatedCard simulated("card-a.toml");
  const auto bank = card::bankCardNumber(*simulated.here);
  REQUIRE(bank.has_value());
  CHECK_EQ(bank->reveal(), "6219990000000000002");
  const auto transport = card::transportCardNumber(*simulated.here);
  REQUIRE(transport.has_value());
  CHECK_EQ(transport->reveal().size(), 20);
}

TEST_CASE("a settlement runs between card and PSAM, is kept in the detail file, and can be proven") {
  for (const char* name : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(name);
    SimulatedCard simulated(name);
    SimulatedPsam module;
    REQUIRE(module.psam->open(simulated.algorithm).has_value());
    card::Navigation& here = *simulated.here;
    const auto opening = card::initializeForPurchase(here, {1, 0, 12345, 10000, kTerminal});
    REQUIRE(opening.has_value());

    sam::Purchase purchase;
    purchase.selfPay = 12345;
    purchase.pool = 10000;
    purchase.time = kTime;
    purchase.cardRandom = opening->random;
    const auto sequence = static_cast<std::uint16_t>(opening->sequence);
    purchase.cardSequence = {static_cast<std::uint8_t>(sequence >> 8),
                             static_cast<std::uint8_t>(sequence & 0xFF)};
    purchase.keyVersion = opening->keyVersion;
    purchase.algorithm = opening->algorithm;
    const auto consent = module.psam->consentToPurchase(simulated.samIdentity, purchase);
    REQUIRE(consent.has_value());

    const auto proof = card::debitForPurchase(here, {consent->terminalSequence, kTime, consent->mac1});
    REQUIRE(proof.has_value());
    CHECK(module.psam->checkPurchase(proof->mac2).has_value());

    const auto kept = card::proofOf(here, opening->sequence);
    REQUIRE(kept.has_value());
    CHECK_EQ(apdu::toHex(kept->tac), apdu::toHex(proof->tac));
    const auto transactions = card::readTransactions(here, simulated.file("DF04", 0xEF08));
    REQUIRE(transactions.has_value());
    REQUIRE_FALSE(transactions->empty());
    CHECK_EQ(transactions->front().sequence, sequence);
    CHECK_EQ(transactions->front().selfPay, 12345);
    CHECK_EQ(card::selfPayTotal(here)->amount, opening->selfPayOfYear + 12345);
  }
}

TEST_CASE("a MAC2 of another card is found out by the PSAM") {
  SimulatedCard simulated("card-b.toml");
  SimulatedPsam module;
  REQUIRE(module.psam->open(simulated.algorithm).has_value());
  REQUIRE(module.psam->consentToPurchase(simulated.samIdentity, {}).has_value());
  const auto checked = module.psam->checkPurchase({1, 2, 3, 4});
  REQUIRE_FALSE(checked.has_value());
  CHECK(checked.error().fault == sam::Fault::macWrong);
}

TEST_CASE("a PIN is reloaded, and unblocked, with commands that the PSAM made") {
  for (const char* name : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(name);
    SimulatedCard simulated(name);
    SimulatedPsam module;
    REQUIRE(module.psam->open(simulated.algorithm).has_value());
    const auto send = [&](std::uint8_t mode, apdu::ByteView plaintext) {
      authenticate(simulated, *module.psam, "PUK");
      const auto challenge = simulated.card->challenge();
      REQUIRE(challenge.has_value());
      const auto command = module.psam->protectedCommand(*cardspec::findKey("STKSSSE"), simulated.samIdentity,
                                                         *challenge, {0x84, 0x24, 0x00, mode}, plaintext);
      REQUIRE(command.has_value());
      return card::sendProtected(*simulated.card, *command, "PIN CHANGE/UNBLOCK");
    };
    for (int i = 0; i < 6; ++i)
      CHECK_FALSE(card::verifyPin(*simulated.card, pin("000000")).has_value());
    CHECK_EQ(card::queryPin(*simulated.card)->triesLeft, 0);
    CHECK(send(0x00, {}).has_value());
    CHECK(card::verifyPin(*simulated.card, pin("123456")).has_value());
    const auto fresh = pin("654321");
    CHECK(send(0x01, fresh.reveal()).has_value());
    CHECK(card::verifyPin(*simulated.card, fresh).has_value());
  }
}

TEST_CASE("fields, later occurrences, cyclic records and transparent files are written and read back") {
  for (const char* name : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(name);
    SimulatedCard simulated(name);
    SimulatedPsam module;
    REQUIRE(module.psam->open(simulated.algorithm).has_value());
    card::Navigation& here = *simulated.here;
    const auto unlock = [&](std::string_view df, std::string_view key) {
      REQUIRE(here.select(df).has_value());
      authenticate(simulated, *module.psam, key);
    };

    unlock("DF01", "UK2DF01");
    const cardspec::File& status = simulated.file("DF01", 0xEF07);
    CHECK(card::updateField(here, status, {0x29}, test::hex("33")).has_value());
    CHECK_EQ(apdu::toHex(card::readField(here, status, {0x29})->reveal()), "33");

    unlock("DF01", "UK6DF01");
    const cardspec::File& education = simulated.file("DF01", 0xEF15);
    const apdu::Bytes degree =
        apdu::join({test::hex("5703333034 5803080605 5928"), apdu::Bytes(0x28, std::uint8_t{0x41})});
    CHECK(card::updateField(here, education, {0x40, 2}, degree).has_value());
    const auto all = card::readAll(here, education);
    REQUIRE(all.has_value());
    CHECK_EQ(apdu::toHex(all->value(0x40, 2)), apdu::toHex(degree));
    CHECK_NE(apdu::toHex(all->value(0x40, 1)), apdu::toHex(degree));

    unlock("DF02", "UK3DF02");
    const cardspec::File& history = simulated.file("DF02", 0xEF07);
    const apdu::Bytes job(0x55, std::uint8_t{0x42});
    CHECK(card::appendRecord(here, history, job).has_value());
    CHECK_EQ(apdu::toHex(card::readCyclicRecord(here, history, 1)->reveal()), apdu::toHex(job));

    unlock("SSSE", "UKSSSE");
    authenticate(simulated, *module.psam, "RKSSSE");
    const cardspec::File& photo = simulated.file("SSSE", 0xEF08);
    apdu::Bytes picture(photo.size);
    for (std::size_t i = 0; i < picture.size(); ++i)
      picture[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    CHECK(card::updateTransparent(here, photo, picture).has_value());
    const auto back = card::readTransparent(here, photo);
    REQUIRE(back.has_value());
    CHECK_EQ(apdu::toHex(back->reveal()), apdu::toHex(picture));
  }
}
