// Conditions, amounts, years and records of the medical application.
#include "keys-sim/keys/numbers.hpp"
#include "tests/unit/keys-sim/medical_bench.hpp"

namespace ssc::sim::test {
namespace {

using medical::AmountFile;

constexpr std::string_view kFactors = "869999990000000139393939303073783939303030307368";

std::unique_ptr<PsamOs> psamFor(const std::string& environment, crypto::RandomSource& random,
                                StateStore& store) {
  auto psam = PsamOs::make(samplePsam("psam-full.toml"), random, store);
  REQUIRE(psam.has_value());
  REQUIRE(ask(**psam, "00A404000F" + environment).ends_with("9000"));
  REQUIRE(ask(**psam, "00A4000002DF01").ends_with("9000"));
  return std::move(*psam);
}

// A terminal that knows no key: what the card and the PSAM say to each other is all it has. Amounts are
// account, self-pay and pool in hexadecimal. The answer is the first status that is not 9000.
std::string purchase(CardOs& card, PsamOs& psam, const std::string& amounts, const std::string& time,
                     const std::string& keyIndex = "01") {
  const std::string init = ask(card, "B028010113" + keyIndex + amounts + "999900000001");
  if (!init.ends_with("9000")) return init;
  const std::string sequence = init.substr(28, 4), key = init.substr(32, 4), random = init.substr(36, 8);
  const std::string consent =
      ask(psam, "8070010034" + random + sequence + amounts + "32" + time + key + std::string(kFactors));
  if (!consent.ends_with("9000")) return consent;
  const std::string debit = ask(card, "B02C01000F" + consent.substr(0, 8) + time + consent.substr(8, 8));
  return debit.ends_with("9000") ? ask(psam, "8072000004" + debit.substr(8, 8)) : debit;
}

std::string number(std::uint64_t value, std::size_t size) {
  return apdu::toHex(bigEndian(value, size));
}

constexpr const char* kSm4Environment = "7378332E73682EC9E7BBE1B1A3D5CF";
constexpr const char* kDesEnvironment = "7378312E73682EC9E7BBE1B1A3D5CF";

struct YearRow {
  unsigned payYear, startDay, date, newYear;
  bool within;
};
constexpr std::array<YearRow, 10> kYears{{
    {2025, 101, 20250102, 2025, true},
    {2025, 101, 20251231, 2025, true},
    {2025, 101, 20260101, 2026, false},
    {2025, 101, 20241231, 2025, true},  // before the pay year: of it
    {2025, 401, 20260331, 2025, true},
    {2025, 401, 20260401, 2026, false},
    {2025, 401, 20270331, 2026, false},  // the pay year that began in April 2026
    {2025, 401, 20270401, 2027, false},
    {2025, 1231, 20261230, 2025, true},
    {2025, 1231, 20261231, 2026, false},
}};

}  // namespace

TEST_CASE("the first condition that is not met answers: PIN, key index, counter, balance") {
  struct Row {
    AmountFile amounts;
    bool pin;
    std::string_view keyIndex, account, answer;
  };
  for (const auto& row : std::vector<Row>{
           {{0, 0xFFFF}, false, "04", "00000001", "6982"},
           {{0, 0xFFFF}, true, "04", "00000001", "9403"},
           {{0, 0xFFFF}, true, "00", "00000001", "9403"},
           {{0, 0xFFFF}, true, "01", "00000001", "9402"},
           {{0, 0xFFFE, 99}, true, "01", "00000064", "9401"},
           {{0, 0xFFFE, 100}, true, "01", "00000064", "9000"},
           {{0, 0xFFFE, 100}, true, "03", "00000064", "9000"},
       }) {
    CAPTURE(row.answer);
    MedicalCard card(row.amounts);
    if (row.pin) card.verifyPin();
    const std::string command =
        "B028010113" + std::string(row.keyIndex) + std::string(row.account) + "0000000000000000999900000001";
    CHECK(card.send(command).ends_with(row.answer));
  }
}

TEST_CASE("a load has the same conditions with its own counter, and must fit the balance") {
  MedicalCard full({0xFFFF, 0});
  CHECK(full.send(kInitLoad) == "6982");
  full.verifyPin();
  CHECK(full.send(kInitLoad) == "9402");
  CHECK(full.send("B02800010B040000C350999900000001") == "9403");
  MedicalCard rich({0, 0, 0xFFFF3CAF});
  rich.verifyPin();
  CHECK(rich.send(kInitLoad).starts_with("FFFF3CAF0000"));
  CHECK(rich.send("B02800010B010000C351999900000001") == "6985");
}

TEST_CASE("a card without PIN asks for none") {
  auto profile = sampleCard("card-a.toml");
  profile.pin = crypto::SecretBytes();
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(std::move(profile), random, store);
  enterMedical(*card);
  CHECK(ask(*card, kInitPurchase).ends_with("9000"));
}

TEST_CASE("the last sequence number can be used, then the counter is full") {
  MedicalCard card({0, 0xFFFE});
  card.verifyPin();
  MemoryStore store;
  const auto psam = psamFor(kSm4Environment, card.random, store);
  CHECK(purchase(*card, *psam, "000000000000000100000001", "20250102030405") == "9000");
  CHECK(card.send("00B201441C").starts_with("FFFE32"));
  CHECK(purchase(*card, *psam, "000000000000000100000001", "20250102030405") == "9402");
}

TEST_CASE("card and PSAM agree in both environments and with every key version") {
  for (const bool sm4 : {true, false}) {
    for (const std::string version : {"01", "02", "03"}) {
      CAPTURE(sm4);
      CAPTURE(version);
      MedicalCard card({}, sm4 ? "card-a.toml" : "card-b.toml");
      card.verifyPin();
      MemoryStore store;
      const auto psam = psamFor(sm4 ? kSm4Environment : kDesEnvironment, card.random, store);
      CHECK(purchase(*card, *psam, "000000000000303900002710", "20250102030405", version) == "9000");
      CHECK(card.send("B0260002").ends_with("0000303920259000"));
    }
  }
}

TEST_CASE("a wrong MAC1 or MAC2 changes nothing") {
  MedicalCard card;
  card.verifyPin();
  const PersistentState before = card->durable();
  REQUIRE(card.sendWithRandom(kInitPurchase).ends_with("9000"));
  CHECK(card.send("B02C01000F000000102025010203040588D71CD6") == "9302");
  CHECK(card.send(kPurchaseProof) == "9406");
  REQUIRE(card.sendWithRandom(kInitLoad).ends_with("9000"));
  CHECK(card.send("B02A00000B20250102030405A26BBEB9") == "9302");
  CHECK(card->durable() == before);
}

TEST_CASE("a time that is no number is refused although its MAC is right") {
  MedicalCard card;
  card.verifyPin();
  MemoryStore store;
  const auto psam = psamFor(kSm4Environment, card.random, store);
  const PersistentState before = card->durable();
  CHECK(purchase(*card, *psam, "000000000000000100000001", "2025010A030405") == "6A80");
  CHECK(card->durable() == before);
}

TEST_CASE("after forty purchases the newest thirty are on the card, newest first") {
  MedicalCard card;
  card.verifyPin();
  MemoryStore store;
  const auto psam = psamFor(kSm4Environment, card.random, store);
  for (unsigned i = 1; i <= 40; ++i)
    REQUIRE(purchase(*card, *psam, "00000000" + number(i, 4) + number(i, 4), "20250102030405") == "9000");
  card.powerOn();
  card.verifyPin();
  for (unsigned record = 1; record <= 30; ++record) {
    CAPTURE(record);
    const unsigned i = 41 - record;
    CHECK(card.send("00B2" + number(record, 1) + "441C") ==
          number(i, 2) + "3299990000000120250102030405" + "00000000" + number(i, 4) + number(i, 4) + "9000");
  }
  CHECK(card.send("00B21F441C") == "6A83");
  CHECK(card.send("B0260002") == number(40 * 41 / 2, 4) + "20259000");
}

TEST_CASE("account payments lower the balance to nothing and not below") {
  MedicalCard card({0, 0, 250});
  card.verifyPin();
  MemoryStore store;
  const auto psam = psamFor(kSm4Environment, card.random, store);
  CHECK(purchase(*card, *psam, "000000C80000000000000000", "20250102030405") == "9000");
  CHECK(purchase(*card, *psam, "000000330000000000000000", "20250102030405") == "9401");
  CHECK(purchase(*card, *psam, "000000320000000000000000", "20250102030405") == "9000");
  CHECK(card.send("B0260001") == "000000009000");
}

TEST_CASE("a memory that fails answers 6581 and keeps the old amounts; the purchase can be done again") {
  MedicalCard card;
  card.verifyPin();
  const PersistentState before = card->durable();
  REQUIRE(card.sendWithRandom(kInitPurchase).ends_with("9000"));
  card->setMemoryFails(true);
  CHECK(card.send(kDebit) == "6581");
  CHECK(card->durable() == before);
  CHECK(card.send(kPurchaseProof) == "9406");
  card->setMemoryFails(false);
  card.purchase();
  CHECK(card.send(kPurchaseProof) == std::string(kPurchaseMacAndTac) + "9000");
}

TEST_CASE("the next transaction takes the place of the proof, and only then") {
  MedicalCard card;
  card.verifyPin();
  card.purchase();
  REQUIRE(card.sendWithRandom(kInitLoad).ends_with("9000"));
  CHECK(card.send(kPurchaseProof) == std::string(kPurchaseMacAndTac) + "9000");
  REQUIRE(card.send(kCredit).ends_with("9000"));
  CHECK(card.send(kPurchaseProof) == "9406");
  CHECK(card.send(kLoadProof) == std::string(kLoadMacAndTac) + "9000");
}

TEST_CASE("year totals grow within a pay year and begin anew in a later one") {
  for (const auto& row : kYears) {
    CAPTURE(row.date);
    AmountFile file{0, 7, 1000, 100, 50, row.payYear, row.startDay};
    medical::addPurchase(file, {300, 20, 10}, row.date);
    CHECK(file.payYear == row.newYear);
    CHECK(file.selfPayYearTotal == (row.within ? 120 : 20));
    CHECK(file.poolYearTotal == (row.within ? 60 : 10));
    CHECK(file.balance == 700);
    CHECK(file.purchaseCounter == 8);
  }
}

TEST_CASE("a year total that is full stays full") {
  AmountFile file{0, 0, 0, 0xFFFFFFFE, 0xFFFFFFFF, 2025, 101};
  medical::addPurchase(file, {0, 1, 1}, 20250102);
  CHECK(file.selfPayYearTotal == 0xFFFFFFFF);
  medical::addPurchase(file, {0, 1, 1}, 20250102);
  CHECK(file.selfPayYearTotal == 0xFFFFFFFF);
  CHECK(file.poolYearTotal == 0xFFFFFFFF);
}

TEST_CASE("the amount file reads back, and nothing else is one") {
  const AmountFile file{1, 2, 3, 4, 5, 2031, 1231};
  const auto bytes = medical::encode(file);
  CHECK(apdu::toHex(bytes) == "0001000200000003000000040000000520311231");
  CHECK(medical::decodeAmountFile(bytes) == file);
  CHECK_FALSE(medical::decodeAmountFile(apdu::ByteView(bytes).first(19)).has_value());
  CHECK_FALSE(medical::decodeAmountFile(hex("0001000200000003000000040000000520A11231")).has_value());
}

TEST_CASE("a card whose kept amounts or proof are damaged does not start") {
  for (const std::string part : {"DF04/AMOUNTS", "DF04/PROOF"}) {
    ScriptedRandom random;
    MemoryStore store;
    PersistentState state;
    state.images[part] = {hex("00")};
    REQUIRE(store.save(state).has_value());
    CHECK_FALSE(CardOs::make(sampleCard("card-a.toml"), random, store).has_value());
  }
}

}  // namespace ssc::sim::test
