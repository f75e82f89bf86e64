// The state machine of the medical commands, every cell; typed from the card specification, part 5.
#include "tests/unit/keys-sim/medical_bench.hpp"

namespace ssc::sim::test {
namespace {

using medical::Phase;

constexpr std::array kPhases{Phase::idle, Phase::load, Phase::purchase};

struct Cell {
  std::string_view status;
  Phase after;
};
struct Row {
  std::string_view name, command;
  std::array<Cell, 3> from;  // idle, load, purchase
  std::string_view wrongLength, wrongParameters;
};

constexpr Cell kToLoad{"9000", Phase::load}, kToPurchase{"9000", Phase::purchase},
    kToIdle{"9000", Phase::idle}, kRefused{"6901", Phase::idle};

constexpr std::array<Row, 8> kRows{{
    {"INITIALIZE FOR LOAD", kInitLoad, {kToLoad, kToLoad, kToLoad}, "B02800010101", "B02800020101"},
    {"INITIALIZE FOR PURCHASE",
     kInitPurchase,
     {kToPurchase, kToPurchase, kToPurchase},
     "B02801010101",
     "B02801000101"},
    {"CREDIT FOR LOAD", kCredit, {kRefused, kToIdle, kRefused}, "B02A00000101", "B02A00010101"},
    {"DEBIT FOR PURCHASE", kDebit, {kRefused, kRefused, kToIdle}, "B02C01000101", "B02C00000101"},
    {"GET BALANCE", "B026000104", {kToIdle, kToLoad, kToPurchase}, "B02600010101", "B026000404"},
    {"GET TRANSACTION PROOF",
     kPurchaseProof,
     {kToIdle, kToLoad, kToPurchase},
     "B02E00320101",
     "B02E0033020001"},
    {"UPDATE STARTING DAY",
     "B0560000020401",
     {kToIdle, kToLoad, kToPurchase},
     "B05600000101",
     "B0560001020401"},
    {"GET STARTING DAY", "B056010002", {kToIdle, kToLoad, kToPurchase}, "B05601000101", "B056020002"},
}};

// A purchase happened before, so that there is a proof to get; its numbers fit the worked vectors again.
void bring(MedicalCard& card, Phase phase) {
  card.verifyPin();
  card->state().localKeys.insert("DSK");
  if (phase == Phase::load) REQUIRE(card.sendWithRandom(kInitLoad).ends_with("9000"));
  if (phase == Phase::purchase) REQUIRE(card.sendWithRandom(kInitPurchase).ends_with("9000"));
  REQUIRE(card->state().medical.phase == phase);
}

void keepProof(MedicalCard& card) {
  PersistentState state = card->durable();
  state.images["DF04/PROOF"] = {hex("320001" + std::string(kPurchaseMacAndTac))};
  REQUIRE(card->commit(std::move(state)));
}

Phase phaseAfter(std::string_view command, Phase before, std::string_view status) {
  MedicalCard card;
  bring(card, before);
  CHECK(card.send(command).ends_with(status));
  return card->state().medical.phase;
}

}  // namespace

TEST_CASE("every medical command in every state answers and leads where the table says") {
  for (const auto& row : kRows) {
    for (std::size_t i = 0; i < kPhases.size(); ++i) {
      CAPTURE(row.name);
      CAPTURE(i);
      MedicalCard card;
      keepProof(card);
      bring(card, kPhases[i]);
      CHECK(card.send(row.command).ends_with(row.from[i].status));
      CHECK(card->state().medical.phase == row.from[i].after);
    }
  }
}

TEST_CASE("any medical command that fails leads to idle, whatever is wrong with it") {
  for (const auto& row : kRows) {
    for (const Phase phase : kPhases) {
      CAPTURE(row.name);
      CHECK(phaseAfter(row.wrongLength, phase, "6700") == Phase::idle);
      CHECK(phaseAfter(row.wrongParameters, phase, "6A86") == Phase::idle);
    }
  }
  CHECK(phaseAfter("B02E0032020099", Phase::purchase, "9406") == Phase::idle);
  CHECK(phaseAfter("B02C01000F000000102025010203040500000000", Phase::purchase, "9302") == Phase::idle);
  CHECK(phaseAfter("B02A00000B2025010203040500000000", Phase::load, "9302") == Phase::idle);
  CHECK(phaseAfter("B0990000", Phase::purchase, "6D00") == Phase::idle);
}

TEST_CASE("other commands leave the state alone; selecting a directory and a wrong PIN do not") {
  struct Other {
    std::string_view command, status;
    bool keeps;
  };
  for (const auto& [command, status, keeps] : std::vector<Other>{
           {"0084000008", "9000", true},
           {"00A4020002EF08", "9000", true},
           {"00B2017C00", "6A82", true},
           {"00200000", "63C6", true},
           {"0020000003123456", "9000", true},
           {"00A4000002DF09", "6A82", true},
           {"0020000003999999", "63C5", false},
           {"002000000199", "6700", false},
           {"00A4000002DF04", "9000", false},
           {"00A4000002DF01", "9000", false},
           {kSelectSsse, "9000", false},
       }) {
    CAPTURE(command);
    CHECK(phaseAfter(command, Phase::purchase, status) == (keeps ? Phase::purchase : Phase::idle));
    CHECK(phaseAfter(command, Phase::load, status) == (keeps ? Phase::load : Phase::idle));
  }
}

TEST_CASE("a reset forgets a transaction that was begun") {
  MedicalCard card;
  bring(card, Phase::purchase);
  card->reset();
  CHECK(card->state().medical.phase == Phase::idle);
}

TEST_CASE("medical commands exist in DF04 only, and not where it is blocked") {
  MedicalCard card;
  card.verifyPin();
  for (const std::string_view directory : {std::string_view("00A4000002DF01"), kSelectSsse}) {
    REQUIRE(card.send(directory).ends_with("9000"));
    for (const auto& row : kRows)
      CHECK(card.send(row.command) == "6985");
  }
  enterMedical(*card);
  PersistentState blocked = card->durable();
  blocked.blocked.insert("DF04");
  REQUIRE(card->commit(std::move(blocked)));
  for (const auto& row : kRows)
    CHECK(card.send(row.command) == "9303");
}

TEST_CASE("the starting day needs its key and must be a day") {
  MedicalCard card;
  CHECK(card.send("B0560000020401") == "6982");
  card->state().localKeys.insert("DSK");
  for (const std::string_view day : {"0001", "1301", "0100", "0132", "0A01", "010F"}) {
    CAPTURE(day);
    CHECK(card.send("B056000002" + std::string(day)) == "6A80");
  }
  CHECK(card.send("B0560000020401") == "9000");
  CHECK(card.send("B056010002") == "04019000");
  card.powerOn();
  CHECK(card.send("B056010002") == "04019000");
}

}  // namespace ssc::sim::test
