#include "keys-sim/card/access.hpp"

#include <array>

#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

using Kind = cardspec::AccessRule::Kind;

// Truth table of the card specification: what is proven, and whether the rule lets through.
struct RuleRow {
  Kind kind;
  bool nothing, pinOnly, keyOnly, both, noPinOnCard;
};
constexpr std::array<RuleRow, 6> kRules{{
    {Kind::free, true, true, true, true, true},
    {Kind::pin, false, true, false, true, true},
    {Kind::key, false, false, true, true, false},
    {Kind::pinOrKey, false, true, true, true, true},
    {Kind::pinAndKey, false, false, false, true, false},
    {Kind::never, false, false, false, false, false},
}};

bool allowed(CardOs& card, Kind kind, bool pin, bool key) {
  card.state().pinVerified = pin;
  card.state().localKeys =
      key ? std::set<std::string, std::less<>>{"RK1DF04"} : std::set<std::string, std::less<>>{};
  return isAllowed(card, {kind, "RK1DF04"});
}

// Read rules typed from the card specification: directory, P2 of READ RECORD or P1 of READ BINARY, what opens
// it.
struct FileRow {
  std::string_view select, read, key;
  bool nothing, pin, withKey, both;
};
constexpr std::array<FileRow, 9> kFiles{{
    {"00A4000002DF01", "00B2012C00", "RK1DF01", false, true, true, true},   // EF05 household: PIN | RK1DF01
    {"00A4000002DF01", "00B0960000", "RK1DF01", true, true, true, true},    // EF16 reserved: free
    {"00A4000002DF02", "00B2012C00", "RK1DF02", false, true, true, true},   // EF05: PIN | RK1DF02
    {"00A4000002DF03", "00B2012C00", "RK2DF03", false, true, true, true},   // EF05: PIN | RK2DF03
    {"00A4000002DF03", "00B2013400", "RK1DF03", false, true, true, true},   // EF06: PIN | RK1DF03
    {"00A4000002DF03", "00B2012C00", "RK1DF03", false, true, false, true},  // EF05 does not open with RK1DF03
    {"00A4000002DF04", "00B2013400", "RK1DF04", false, false, false, true},  // EF06: PIN & RK1DF04
    {"00A4000002DF07", "00B2012C00", "RK1DF07", false, false, true, true},   // EF05: RK1DF07
    {"00A4000002DF05", "00B2012C00", "UK1DF05", true, true, true, true},     // EF05 life and health: free
}};

bool opens(const FileRow& row, bool pin, bool key) {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  ask(*card, kSelectSsse);
  REQUIRE(ask(*card, row.select).ends_with("9000"));
  card->state().pinVerified = pin;
  if (key) card->state().localKeys.insert(std::string(row.key));
  const std::string answer = ask(*card, row.read);
  REQUIRE((answer.ends_with("9000") || answer == "6982"));
  return answer != "6982";
}

}  // namespace

TEST_CASE("each access rule lets through exactly what it says") {
  ScriptedRandom random;
  MemoryStore store, otherStore;
  auto withoutPin = sampleCard("card-a.toml");
  withoutPin.pin = crypto::SecretBytes();
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  const auto open = makeCard(std::move(withoutPin), random, otherStore);
  for (const auto& row : kRules) {
    CAPTURE(static_cast<int>(row.kind));
    CHECK(allowed(*card, row.kind, false, false) == row.nothing);
    CHECK(allowed(*card, row.kind, true, false) == row.pinOnly);
    CHECK(allowed(*card, row.kind, false, true) == row.keyOnly);
    CHECK(allowed(*card, row.kind, true, true) == row.both);
    CHECK(allowed(*open, row.kind, false, false) == row.noPinOnCard);
  }
}

TEST_CASE("files open as the card specification says") {
  for (const auto& row : kFiles) {
    CAPTURE(row.select);
    CAPTURE(row.read);
    CAPTURE(row.key);
    CHECK(opens(row, false, false) == row.nothing);
    CHECK(opens(row, true, false) == row.pin);
    CHECK(opens(row, false, true) == row.withKey);
    CHECK(opens(row, true, true) == row.both);
  }
}

TEST_CASE("the transaction detail needs the PIN, and a new card has none") {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  ask(*card, kSelectSsse);
  ask(*card, "00A4000002DF04");
  CHECK(ask(*card, "00B201441C") == "6982");
  ask(*card, "0020000003123456");
  CHECK(ask(*card, "00B201441C") == "6A83");
}

}  // namespace ssc::sim::test
