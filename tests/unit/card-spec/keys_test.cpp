#include <doctest/doctest.h>
#include <set>

#include "card-spec/tables.hpp"
#include "tests/unit/card-spec/describe.hpp"
#include "tests/unit/card-spec/vector_file.hpp"

namespace ssc::cardspec::test {
namespace {

/// Keys of SSSE carry their own names, except STK; keys of a DF have the DF appended, except the medical
/// four.
std::string fullName(const std::string& df, const std::string& name) {
  static const std::set<std::string> alone = {"IRK",    "UKSSSE", "BK",  "PUK", "RKEF0C", "RKSSSE",
                                              "UKEF0D", "DSK",    "DLK", "DPK", "DTK"};
  return alone.contains(name) ? name : name + df;
}

char levelDigit(const Key& key) {
  return "?246"[static_cast<unsigned>(key.psamLevel)];
}

/// National identifiers 08–0F, 20–3F; provincial 10–17, 40–7F; city 18–1F, 80–BF.
Level levelOf(unsigned id) {
  if (id < 0x20) return id < 0x10 ? Level::nation : (id < 0x18 ? Level::province : Level::city);
  return id < 0x40 ? Level::nation : (id < 0x80 ? Level::province : Level::city);
}

}  // namespace

TEST_CASE("the key table is the published one, key by key") {
  const auto lines = vectorLines("keys.txt");
  REQUIRE(lines.size() == 64);
  REQUIRE(keys().size() == lines.size());
  for (const auto& line : lines) {
    const auto column = words(line);
    const auto* key = findKey(fullName(column[0], column[1]));
    CAPTURE(line);
    REQUIRE(key != nullptr);
    CHECK(key->df == column[0]);
    CHECK((key->hasKid ? hex(key->kid, 2) : "–") == column[2]);
    CHECK(hex(key->psamType, 1) == column[3].substr(1, 1));
    CHECK(hex(key->psamId, 2) == column[3].substr(3));
    CHECK(std::to_string(key->versions) == column[4]);
    if (column[3][0] == 'x') CHECK(key->psamLevel == levelOf(key->psamId));
    if (column[3][0] != 'x') CHECK(levelDigit(*key) == column[3][0]);
    CHECK(key->tries == 3);
  }
}

TEST_CASE("a KID names one key of a DF") {
  std::set<std::pair<std::string_view, std::uint8_t>> seen;
  for (const auto& key : keys()) {
    CAPTURE(key.name);
    if (!key.hasKid) {
      CHECK(key.kid == 0);
      continue;
    }
    CHECK(seen.emplace(key.df, key.kid).second);
    CHECK((key.kid >= 0x80) == (key.df != "SSSE"));
  }
  CHECK(seen.size() == 61);
}

TEST_CASE("keys are found by KID, and the reserved reference 00 finds none") {
  REQUIRE(findKeyByKid("SSSE", 0x0A) != nullptr);
  CHECK(findKeyByKid("SSSE", 0x0A)->name == "RKSSSE");
  CHECK(findKeyByKid("DF01", 0x83)->name == "UK1DF01");
  CHECK(findKeyByKid("DF04", 0x84)->name == "RK1DF04");
  CHECK(findKeyByKid("SSSE", 0x00) == nullptr);
  CHECK(findKeyByKid("DF04", 0x00) == nullptr);
  CHECK(findKeyByKid("DF01", 0x0A) == nullptr);
  CHECK(findKey("RK9DF01") == nullptr);
}

TEST_CASE("the transaction keys have no KID") {
  for (const auto* name : {"DLK", "DPK", "DTK"})
    CHECK_FALSE(findKey(name)->hasKid);
}

}  // namespace ssc::cardspec::test
