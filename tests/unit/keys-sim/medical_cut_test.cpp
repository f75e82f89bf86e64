// Power cut at every character of every medical command: the chip keeps the old state or the new one, never a
// mixture, and the proof tells which.
#include <fstream>
#include <sstream>

#include "tests/unit/keys-sim/medical_bench.hpp"
#include "tests/unit/keys-sim/power_cut.hpp"
#include "tests/unit/keys-sim/temporary_folder.hpp"

namespace ssc::sim::test {
namespace {

struct Row {
  std::string_view before, init, command, proof;
};

// A transaction of the other kind happened before: records, proof and counters are not empty.
constexpr std::array<Row, 8> kRows{{
    {"load", "", kInitLoad, kLoadProof},
    {"purchase", kInitLoad, kCredit, kLoadProof},
    {"purchase", "", kInitPurchase, kPurchaseProof},
    {"load", kInitPurchase, kDebit, kPurchaseProof},
    {"load", "", "B026000206", kLoadProof},
    {"load", "", kLoadProof, kLoadProof},
    {"load", "", "B0560000020401", kLoadProof},
    {"load", "", "B056010002", kLoadProof},
}};

// The state every cut of a row starts from.
PersistentState prepared(MedicalCard& card, const Row& row) {
  card.verifyPin();
  if (row.before == "load") card.load();
  if (row.before == "purchase") card.purchase();
  return card->durable();
}

struct Outcome {
  std::size_t characters;
  std::string answer;
  PersistentState after;
};

// The chip is switched on at the line, brought to the command over it, and cut inside the command; then only
// what the store has counts.
Outcome run(MedicalCard& card, const Row& row, const PersistentState& before,
            std::optional<std::size_t> cut = std::nullopt) {
  REQUIRE(card->commit(before));
  CutLine line(*card);
  for (const std::string_view command :
       {kSelectSsse, std::string_view("00A4000002DF04"), std::string_view("0020000003123456")})
    REQUIRE(line.exchange(command).ends_with("9000"));
  card->state().localKeys.insert("DSK");
  card.random.push(hex("01020304"));
  if (!row.init.empty()) REQUIRE(line.exchange(row.init).ends_with("9000"));
  line.takeCount();
  if (cut) line.cutAfter(*cut);
  Outcome outcome{0, line.exchange(row.command), *card.store.load()};
  outcome.characters = line.takeCount();
  card->reset();
  card.random.clear();
  enterMedical(*card);
  return outcome;
}

// Counts the writes: two of them would let a power cut come between.
class CountingStore final : public StateStore {
 public:
  tl::expected<PersistentState, std::string> load() override { return state_; }
  tl::expected<void, std::string> save(const PersistentState& state) override {
    state_ = state;
    ++writes;
    return {};
  }
  std::size_t writes = 0;

 private:
  PersistentState state_;
};

// The characters after which the chip has the whole command: header, and data behind the procedure byte.
std::size_t charactersOfCommand(std::string_view command) {
  const std::size_t bytes = command.size() / 2;
  return bytes == 5 ? bytes : bytes + 1;
}

std::string fileText(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a power cut at any character of a medical command leaves the old state or the new one") {
  for (const auto& row : kRows) {
    CAPTURE(row.command);
    MedicalCard card;
    const PersistentState before = prepared(card, row);
    const Outcome uncut = run(card, row, before);
    REQUIRE(uncut.answer.ends_with("9000"));
    for (std::size_t cut = 0; cut < uncut.characters; ++cut) {
      CAPTURE(cut);
      const Outcome outcome = run(card, row, before, cut);
      CHECK(outcome.answer.empty());
      CHECK(outcome.after == (cut >= charactersOfCommand(row.command) ? uncut.after : before));
      CHECK(card->durable() == outcome.after);
    }
  }
}

TEST_CASE("after a cut the proof says whether the transaction happened, and repeats what it answered") {
  for (const auto& [index, macAndTac] :
       {std::pair{std::size_t{1}, kLoadMacAndTac}, std::pair{std::size_t{3}, kPurchaseMacAndTac}}) {
    const Row& row = kRows.at(index);
    MedicalCard card;
    const PersistentState before = prepared(card, row);
    const Outcome uncut = run(card, row, before);
    for (std::size_t cut = 0; cut <= uncut.characters; ++cut) {
      CAPTURE(cut);
      run(card, row, before, cut);
      const bool happened = cut >= charactersOfCommand(row.command);
      CHECK(card.send(row.proof) == (happened ? std::string(macAndTac) + "9000" : "9406"));
      card.verifyPin();
      CHECK(card.send("00B202441C").ends_with(happened ? "9000" : "6A83"));
    }
  }
}

TEST_CASE("another life of the chip finds what the cut one kept") {
  const Row& row = kRows.at(3);
  MedicalCard card;
  const PersistentState before = prepared(card, row);
  const Outcome outcome = run(card, row, before, charactersOfCommand(row.command));
  card.powerOn();
  CHECK(card->durable() == outcome.after);
  CHECK(card.send(row.proof) == std::string(kPurchaseMacAndTac) + "9000");
  CHECK(card.send("B0260002") == "0000303920259000");
}

TEST_CASE("a transaction is one write, and nothing but a transaction or a new starting day writes") {
  auto profile = sampleCard("card-a.toml");
  profile.amounts.purchaseCounter = 1;
  ScriptedRandom random;
  CountingStore store;
  const auto card = makeCard(std::move(profile), random, store);
  enterMedical(*card);
  REQUIRE(ask(*card, "0020000003123456") == "9000");
  card->state().localKeys.insert("DSK");
  struct Step {
    std::string_view command;
    std::size_t writes;
  };
  for (const auto& [command, writes] : std::vector<Step>{{kInitPurchase, 0},
                                                         {kDebit, 1},
                                                         {kPurchaseProof, 0},
                                                         {kInitLoad, 0},
                                                         {kCredit, 1},
                                                         {"B026000104", 0},
                                                         {"B0560000020401", 1},
                                                         {"B056010002", 0}}) {
    CAPTURE(command);
    store.writes = 0;
    random.clear();
    random.push(hex("01020304"));
    CHECK(ask(*card, command).ends_with("9000"));
    CHECK(store.writes == writes);
  }
}

TEST_CASE("a write that power cut short anywhere is as if it never began") {
  const TemporaryFolder folder;
  ScriptedRandom random;
  FileStore store(folder.path(), "A", "chip");
  PersistentState old, next;
  {
    auto profile = sampleCard("card-a.toml");
    profile.amounts.purchaseCounter = 1;
    const auto card = makeCard(std::move(profile), random, store);
    enterMedical(*card);
    REQUIRE(ask(*card, "0020000003123456") == "9000");
    old = card->durable();
    random.push(hex("01020304"));
    REQUIRE(ask(*card, kInitPurchase).ends_with("9000"));
    REQUIRE(ask(*card, kDebit).ends_with("9000"));
    next = card->durable();
  }
  const std::string written = fileText(folder.path() / "A.state.json");
  REQUIRE(store.save(old).has_value());
  for (std::size_t length = 0; length <= written.size(); ++length) {
    std::ofstream(folder.path() / "A.state.json.new") << written.substr(0, length);
    const auto loaded = FileStore(folder.path(), "A", "chip").load();
    REQUIRE(loaded.has_value());
    CHECK(*loaded == old);
  }
  REQUIRE(FileStore(folder.path(), "A", "chip").save(next).has_value());
  CHECK(*FileStore(folder.path(), "A", "chip").load() == next);
}

}  // namespace ssc::sim::test
