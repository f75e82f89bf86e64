// Power goes at every character of every command of the certificate and the transport application that
// writes, and memory fails: the card keeps the old state or has the new one, never a mixture.
#include "crypto/sm2.hpp"
#include "tests/unit/keys-sim/pki_bench.hpp"
#include "tests/unit/keys-sim/power_cut.hpp"

namespace ssc::sim::test {
namespace {

using Commands = std::vector<std::string>;

// Two key pairs and a transport key of the tests' own.
constexpr std::string_view kNewPrivate = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
constexpr std::string_view kNewPoint =
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
constexpr std::string_view kTransportKey = "0123456789ABCDEFFEDCBA9876543210";

crypto::Key keyOf(std::string_view text) {
  return crypto::Key(crypto::ByteView(hex(text)));
}

struct Row {
  std::string name;
  Commands before;  // over the line, after the application was selected
  std::string command, status;
};

const crypto::Key& masterKey() {
  static const crypto::Key kKey = sampleCard("card-a.toml").pki->applicationMasterKey.clone();
  return kKey;
}

std::string newMasterKey() {
  return protectedCommand("84D4010024", masterKey(),
                          hex("13000000A0A1A2A3A4A5A6A7A8A9AAABACADAEAF800000000000000000000000"));
}

std::string encryptedPrivateKey() {
  return "80C2C00126C2020015CB20" + apdu::toHex(sm4Ecb(keyOf(kTransportKey), hex(kNewPrivate)));
}

std::vector<Row> rows() {
  const std::string challenge(kChallenge), user = verifyPki(kUser, kUserDigits),
                                           wrong = verifyPki(kUser, "999999");
  const std::string proven = "0082000010" + proof(masterKey()),
                    unproven = "0082000010" + std::string(32, '0');
  const std::string point = "80C2400046C0020014CA40" + std::string(kNewPoint);
  const std::string transport = "804A021012C110" + std::string(kTransportKey);
  return {
      {"VERIFY, wrong", {challenge}, wrong, "63C5"},
      {"VERIFY, right", {challenge, wrong, challenge}, user, "9000"},
      {"CHANGE PIN",
       {challenge, user, challenge},
       changePkiPin(kUser, kUserDigits, "02112280000000000000000000000000"),
       "9000"},
      {"AUTHENTICATE MASTER KEY, wrong", {challenge}, unproven, "63C2"},
      {"AUTHENTICATE MASTER KEY, right", {challenge, unproven, challenge}, proven, "9000"},
      {"CHANGE MASTER KEY", {challenge, proven, challenge}, newMasterKey(), "9000"},
      {"GENERATE KEY PAIR", {challenge, user}, "8040000008C0020012C2020013", "9000"},
      {"IMPORT PUBLIC KEY", {challenge, user}, point, "9000"},
      {"IMPORT PRIVATE KEY", {challenge, user, point, transport}, encryptedPrivateKey(), "9000"},
      {"UPDATE BINARY", {challenge, user, "00A40200020018"}, "00D6000004DEADBEEF", "9000"},
      {"UPDATE BINARY, transport",
       {"00A4040008A000000632010105", "0084000004"},
       "04D69509050030F540BD",
       "9000"},
  };
}

// A card that nobody has personalised: certificates would only make it slow to make.
CardProfile smallCard() {
  auto profile = parseCardProfile(R"(
    name = "A"
    generation = 3
    algorithm = "sm4"
    historical-bytes = "00815453548699999900000001"
    pin = "123456"
    [files.SSSE.EF05]
    01 = "999900D15600000500000001E692B037"
    [pki]
    user-pin = "123456"
    admin-pin = "12345678"
  )",
                                  "small card");
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

/// Memory that can be ordered to fail, and counts.
class CountingStore final : public StateStore {
 public:
  tl::expected<PersistentState, std::string> load() override { return state_; }
  tl::expected<void, std::string> save(const PersistentState& state) override {
    if (full) return tl::make_unexpected(std::string("full"));
    state_ = state;
    ++saves;
    return {};
  }
  bool full = false;
  unsigned saves = 0;

 private:
  PersistentState state_;
};

class Bench {
 public:
  explicit Bench(const Row& row) : row_(row), card_(makeCard(smallCard(), random_, store)) {}

  /// To the command, over the line; the card's state then.
  PersistentState approach(CutLine& line) {
    for (const std::string_view command : {kSelectPki, kSelectPkiAdf})
      REQUIRE(line.exchange(command).ends_with("9000"));
    for (const auto& command : row_.before)
      line.exchange(command);
    random_.push(hex(kNewPrivate));  // what a key pair is drawn from
    return card_->durable();
  }
  CardOs& card() { return *card_; }
  /// What a card finds that is powered on anew.
  PersistentState kept() {
    ScriptedRandom random;
    return makeCard(smallCard(), random, store)->durable();
  }

  CountingStore store;

 private:
  const Row& row_;
  ScriptedRandom random_;
  std::unique_ptr<CardOs> card_;
};

struct Outcome {
  std::string answer;
  PersistentState before, after;
  std::size_t characters;
};

Outcome run(const Row& row, std::optional<std::size_t> cut) {
  Bench bench(row);
  CutLine line(bench.card());
  Outcome outcome{{}, bench.approach(line), {}, 0};
  line.takeCount();
  if (cut) line.cutAfter(*cut);
  outcome.answer = line.exchange(row.command);
  outcome.characters = line.takeCount();
  outcome.after = bench.kept();
  return outcome;
}

// The characters after which the chip has the whole command: header, procedure byte, data.
std::size_t charactersOf(const std::string& command) {
  return command.size() / 2 + 1;
}

}  // namespace

TEST_CASE("power that goes at any character of a certificate command leaves the old state or the new one") {
  for (const auto& row : rows()) {
    CAPTURE(row.name);
    const Outcome whole = run(row, std::nullopt);
    REQUIRE(whole.answer == row.status);
    REQUIRE(whole.before != whole.after);
    for (std::size_t cut = 0; cut < whole.characters; ++cut) {
      CAPTURE(cut);
      const Outcome outcome = run(row, cut);
      CHECK(outcome.answer.empty());
      CHECK(outcome.after == (cut >= charactersOf(row.command) ? whole.after : whole.before));
    }
  }
}

TEST_CASE("each of these commands changes everything it changes in one write") {
  for (const auto& row : rows()) {
    CAPTURE(row.name);
    Bench bench(row);
    CutLine line(bench.card());
    bench.approach(line);
    bench.store.saves = 0;
    CHECK(line.exchange(row.command) == row.status);
    CHECK(bench.store.saves == 1);
  }
}

TEST_CASE("memory that fails answers 6581 to a certificate command and leaves everything as it was") {
  for (const auto& row : rows()) {
    CAPTURE(row.name);
    Bench bench(row);
    CutLine line(bench.card());
    const auto before = bench.approach(line);
    const auto permissions = bench.card().state().localKeys;
    bench.store.full = true;
    CHECK(line.exchange(row.command) == "6581");
    CHECK(bench.card().durable() == before);
    CHECK(std::ranges::includes(permissions, bench.card().state().localKeys));
    bench.store.full = false;
    CHECK(bench.kept() == before);
  }
}

}  // namespace ssc::sim::test
