// Settlements and transfers at the card, against the published worked vectors.
#include "hostlib/card/medical.hpp"

#include <doctest/doctest.h>

#include "tests/unit/hostlib/script_file.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using card::Block4;
using card::Transaction;
using card::TransactionType;
using test::hex;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;
using test::scriptOf;

namespace {

constexpr std::string_view kFile = "card-medical.txt";
constexpr card::BcdTerminal kTerminal{0x99, 0x99, 0x00, 0x00, 0x00, 0x01};
constexpr card::BcdTime kTime{0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05};
constexpr const char* kInitPurchase = "> B028010113 01 00000000 00003039 00002710 999900000001 16\n< ";
constexpr const char* kDebit = "> B02C01000F 00000010 20250102030405 17CB7DA9 08\n< ";
constexpr const char* kInitLoad = "> B02800010B 01 0000C350 999900000001 10\n< ";
constexpr const char* kCredit = "> B02A00000B 20250102030405 310A6F88 04\n< ";

card::PurchaseRequest purchase() {
  return {1, 0, 12345, 10000, kTerminal};
}

card::LoadRequest load() {
  return {1, 50000, kTerminal};
}

const cardspec::File& detailFile() {
  return *cardspec::findFile(cardspec::Generation::three, "DF04", 0xEF08);
}

card::Result<std::vector<Transaction>> transactionsOver(const std::string& script) {
  ScriptedCard card(script, "DF04");
  return card::readTransactions(card.here, detailFile());
}

constexpr const char* kRecord = "0001 32 999900000001 20250102030405 00000000 00003039 00002710";

}  // namespace

TEST_CASE("a settlement is initialised and debited, in both algorithms") {
  struct Row {
    const char* section;
    std::uint8_t algorithm;
    Block4 mac1;
    const char* tac;
    const char* mac2;
  };
  for (const Row& row : {Row{"purchase 3DES", 0, {0x17, 0xCB, 0x7D, 0xA9}, "F4BBA808", "04A5B0EF"},
                         Row{"purchase SM4", 3, {0x88, 0xD7, 0x1C, 0xD7}, "6FB4CF3A", "304996A4"}}) {
    ScriptedCard card(scriptOf(kFile, {"DF04", row.section}));
    const auto opening = card::initializeForPurchase(card.here, purchase());
    REQUIRE(opening.has_value());
    CHECK_EQ(opening->balance, 0);
    CHECK_EQ(apdu::toHex(opening->payYear), "2025");
    CHECK_EQ(static_cast<int>(opening->sequence), 1);
    CHECK_EQ(opening->keyVersion, 1);
    CHECK_EQ(opening->algorithm, row.algorithm);
    CHECK_EQ(apdu::toHex(opening->random), "01020304");

    const auto proof = card::debitForPurchase(card.here, {{0x00, 0x00, 0x00, 0x10}, kTime, row.mac1});
    REQUIRE(proof.has_value());
    CHECK_EQ(apdu::toHex(proof->tac), row.tac);
    CHECK_EQ(apdu::toHex(proof->mac2), row.mac2);
  }
}

TEST_CASE("a transfer is initialised and credited, in both algorithms") {
  struct Row {
    const char* section;
    const char* mac1;
    Block4 mac2;
    const char* tac;
  };
  for (const Row& row : {Row{"load 3DES", "A96FC96D", {0x31, 0x0A, 0x6F, 0x88}, "8D8BC9B8"},
                         Row{"load SM4", "07824082", {0xA2, 0x6B, 0xBE, 0xB8}, "2A3248ED"}}) {
    ScriptedCard card(scriptOf(kFile, {"DF04", row.section}));
    const auto opening = card::initializeForLoad(card.here, load());
    REQUIRE(opening.has_value());
    CHECK_EQ(opening->balance, 0);
    CHECK_EQ(static_cast<int>(opening->sequence), 0);
    CHECK_EQ(apdu::toHex(opening->random), "01020304");
    CHECK_EQ(apdu::toHex(opening->mac1), row.mac1);
    const auto tac = card::creditForLoad(card.here, kTime, row.mac2);
    REQUIRE(tac.has_value());
    CHECK_EQ(apdu::toHex(*tac), row.tac);
  }
}

TEST_CASE("amounts and sums of INITIALIZE are fen in four bytes each") {
  ScriptedCard card(std::string(kInitPurchase) + "01020304 00000102 FFFFFFFE 2024 FFFE 02 00 A1A2A3A4 9000\n",
                    "DF04");
  const auto opening = card::initializeForPurchase(card.here, purchase());
  REQUIRE(opening.has_value());
  CHECK_EQ(opening->balance, 0x01020304);
  CHECK_EQ(opening->selfPayOfYear, 0x102);
  CHECK_EQ(opening->poolOfYear, 0xFFFFFFFE);
  CHECK_EQ(static_cast<int>(opening->sequence), 0xFFFE);
  CHECK_EQ(opening->keyVersion, 2);
}

TEST_CASE("balances, proofs and the starting day") {
  ScriptedCard card(scriptOf(kFile, {"DF04", "balances", "proofs", "starting day"}));
  CHECK_EQ(card::accountBalance(card.here).value(), 50000);
  const auto self = card::selfPayTotal(card.here);
  REQUIRE(self.has_value());
  CHECK_EQ(self->amount, 12345);
  CHECK_EQ(apdu::toHex(self->payYear), "2025");
  const auto pool = card::poolTotal(card.here);
  REQUIRE(pool.has_value());
  CHECK_EQ(pool->amount, 10000);
  const auto settlement = card::proofOf(card.here, card::PurchaseSequence{1});
  REQUIRE(settlement.has_value());
  CHECK_EQ(apdu::toHex(settlement->mac), "04A5B0EF");
  CHECK_EQ(apdu::toHex(settlement->tac), "F4BBA808");
  const auto transfer = card::proofOf(card.here, card::LoadSequence{0});
  REQUIRE(transfer.has_value());
  CHECK_EQ(apdu::toHex(transfer->tac), "8D8BC9B8");
  const auto day = card::startingDay(card.here);
  REQUIRE(day.has_value());
  CHECK_EQ(apdu::toHex(*day), "0101");
  CHECK(card::updateStartingDay(card.here, {0x04, 0x01}).has_value());
}

TEST_CASE("refusals of each command are the answer") {
  for (const char* sw : {"6982", "9403", "9402", "9401", "6985"}) {
    ScriptedCard card(std::string(kInitPurchase) + sw + "\n", "DF04");
    const auto refused = card::initializeForPurchase(card.here, purchase());
    CHECK_EQ(refusalOf(refused), sw);
    CHECK_EQ(refused.error().where, "INITIALIZE FOR PURCHASE");
    ScriptedCard other(std::string(kInitLoad) + sw + "\n", "DF04");
    CHECK_EQ(refusalOf(card::initializeForLoad(other.here, load())), sw);
  }
  for (const char* sw : {"6901", "9302", "6581", "6985"}) {
    ScriptedCard card(std::string(kDebit) + sw + "\n" + kCredit + sw + "\n", "DF04");
    const Block4 mac1{0x17, 0xCB, 0x7D, 0xA9};
    CHECK_EQ(refusalOf(card::debitForPurchase(card.here, {{0, 0, 0, 0x10}, kTime, mac1})), sw);
    CHECK_EQ(refusalOf(card::creditForLoad(card.here, kTime, {0x31, 0x0A, 0x6F, 0x88})), sw);
  }
  ScriptedCard noProof("> B02E003202000108\n< 9406\n", "DF04");
  CHECK_EQ(refusalOf(card::proofOf(noProof.here, card::PurchaseSequence{1})), "9406");
  ScriptedCard noKey("> B0560000020401\n< 6982\n", "DF04");
  CHECK_EQ(refusalOf(card::updateStartingDay(noKey.here, {0x04, 0x01})), "6982");
  ScriptedCard blocked("> 00A4040006D15600000503\n< 9303\n");
  CHECK_EQ(refusalOf(card::accountBalance(blocked.here)), "9303");
}

TEST_CASE("an answer that is shorter than its layout is damaged data") {
  for (const char* answer : {"9000", "00000000 00000000 00000000 2025 0001 01 00 010203 9000"}) {
    ScriptedCard card(std::string(kInitPurchase) + answer + "\n", "DF04");
    CHECK(isDamaged(card::initializeForPurchase(card.here, purchase())));
  }
  ScriptedCard opening(std::string(kInitLoad) + "00000000 0000 01 00 01020304 A96FC9 9000\n", "DF04");
  CHECK(isDamaged(card::initializeForLoad(opening.here, load())));
  ScriptedCard debit(std::string(kDebit) + "F4BBA808 9000\n", "DF04");
  CHECK(isDamaged(card::debitForPurchase(debit.here, {{0, 0, 0, 0x10}, kTime, {0x17, 0xCB, 0x7D, 0xA9}})));
  ScriptedCard credit(std::string(kCredit) + "8D8BC9 9000\n", "DF04");
  CHECK(isDamaged(card::creditForLoad(credit.here, kTime, {0x31, 0x0A, 0x6F, 0x88})));
  ScriptedCard rest(
      "> B026000104\n< 0000C3 9000\n> B026000206\n< 00003039 9000\n> B02E003202000108\n< 04A5B0EF 9000\n"
      "> B056010002\n< 01 9000\n",
      "DF04");
  CHECK(isDamaged(card::accountBalance(rest.here)));
  CHECK(isDamaged(card::selfPayTotal(rest.here)));
  CHECK(isDamaged(card::proofOf(rest.here, card::PurchaseSequence{1})));
  CHECK(isDamaged(card::startingDay(rest.here)));
}

TEST_CASE("after a torn debit the application is selected anew, and the proof is asked for") {
  ScriptedCard card(
      std::string(kDebit) +
          "!\n> 00A404000F7378312E73682EC9E7BBE1B1A3D5CF\n< 6118\n> 00A4040006D15600000503\n< 6110\n"
          "> B02E003202000108\n< 04A5B0EFF4BBA8089000\n",
      "DF04");
  CHECK(isTorn(card::debitForPurchase(card.here, {{0, 0, 0, 0x10}, kTime, {0x17, 0xCB, 0x7D, 0xA9}})));
  CHECK(card::proofOf(card.here, card::PurchaseSequence{1}).has_value());
}

TEST_CASE("a record of the detail file is what the specification lays out") {
  const auto transaction = card::parseTransaction(hex(kRecord));
  REQUIRE(transaction.has_value());
  CHECK_EQ(transaction->sequence, 1);
  CHECK(transaction->type == TransactionType::settlement);
  CHECK_EQ(apdu::toHex(transaction->terminal), "999900000001");
  CHECK_EQ(apdu::toHex(transaction->time), "20250102030405");
  CHECK_EQ(transaction->account, 0);
  CHECK_EQ(transaction->selfPay, 12345);
  CHECK_EQ(transaction->pool, 10000);
}

TEST_CASE("a record of a card with account only has one amount") {
  const auto transaction = card::parseTransaction(hex("0002 31 999900000001 20250102030405 0000C350"));
  REQUIRE(transaction.has_value());
  CHECK(transaction->type == TransactionType::load);
  CHECK_EQ(transaction->account, 50000);
  CHECK_EQ(transaction->selfPay, 0);
}

TEST_CASE("records of another length, type, time or terminal are refused") {
  for (const char* record : {"", "0001", "0001 32 999900000001 20250102030405 00000000 00003039 000027",
                             "0001 33 999900000001 20250102030405 00000000 00003039 00002710",
                             "0001 02 999900000001 20250102030405 00000000 00003039 00002710",
                             "0001 32 99990000000A 20250102030405 00000000 00003039 00002710",
                             "0001 32 999900000001 2025010203040F 00000000 00003039 00002710"})
    CHECK_FALSE(card::parseTransaction(hex(record)).has_value());
}

TEST_CASE("the detail file comes newest first; places never written to are left out") {
  const std::string blank(56, 'F'), zero(56, '0');
  const auto list = transactionsOver(
      "> 00B20145FC\n< 6C70\n> 00B2014570\n< 0002 31 999900000001 20250102030406 0000C350 00000000 00000000" +
      std::string(kRecord) + blank + zero + "9000\n");
  REQUIRE(list.has_value());
  REQUIRE_EQ(list->size(), 2);
  CHECK_EQ(list->front().sequence, 2);
  CHECK_EQ(list->back().selfPay, 12345);
}

TEST_CASE("an empty detail file is an empty list; a refused or damaged one is not") {
  const auto none = transactionsOver("> 00B20145FC\n< 6A83\n");
  REQUIRE(none.has_value());
  CHECK(none->empty());
  CHECK_EQ(refusalOf(transactionsOver("> 00B20145FC\n< 6982\n")), "6982");
  CHECK(isDamaged(
      transactionsOver("> 00B20145FC\n< 6C1C\n> 00B201451C\n< " + std::string(56, '1') + "9000\n")));
}
