#include <array>

#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

constexpr std::string_view kCard = "8699999900000001", kCity = "3939393930307378",
                           kProvince = "3939303030307368";
constexpr std::string_view kR1 = "1122334455667788", kR2 = "A1A2A3A4A5A6A7A8";

std::unique_ptr<PsamOs> makePsam(PsamProfile profile, crypto::RandomSource& random, StateStore& store) {
  auto psam = PsamOs::make(std::move(profile), random, store);
  REQUIRE_MESSAGE(psam.has_value(), (psam ? "" : psam.error()));
  REQUIRE(ask(**psam, "00A4000002DF01").ends_with("9000"));
  return std::move(*psam);
}

std::string withLength(const std::string& header, const std::string& data) {
  const auto length = static_cast<std::uint8_t>(data.size() / 2);
  return header + apdu::toHex(std::array<std::uint8_t, 1>{length}) + data;
}

// DELIVERY SESSION KEY with so many levels: usage, identifier, factors from the card upwards.
std::string deliver(Chip& psam, unsigned levels, std::string_view identifier) {
  const auto usage = static_cast<std::uint8_t>((levels << 5) | 7U);
  std::string data(kCard);
  if (levels > 1) data += kCity;
  if (levels > 2) data += kProvince;
  return ask(psam,
             withLength("BFDE" + apdu::toHex(std::array<std::uint8_t, 1>{usage}) + std::string(identifier),
                        data + std::string(kR1)));
}

PsamProfile atLevel(std::int64_t level) {
  auto profile = samplePsam("psam-full.toml");
  profile.level = static_cast<cardspec::Level>(level);
  return profile;
}

}  // namespace

TEST_CASE("a PSAM of each level accepts that many factors and no other number") {
  for (unsigned held = 1; held <= 3; ++held) {
    ScriptedRandom random;
    MemoryStore store;
    const auto psam = makePsam(atLevel(held), random, store);
    for (unsigned asked = 1; asked <= 3; ++asked) {
      CAPTURE(held);
      CAPTURE(asked);
      CHECK(deliver(*psam, asked, "08") == (asked == held ? "9000" : "6A80"));
      CHECK(deliver(*psam, asked, "7F") == "6A88");
    }
  }
}

TEST_CASE("PSAMs of every level reach the same card key in their own city") {
  for (unsigned level = 1; level <= 3; ++level) {
    CAPTURE(level);
    ScriptedRandom random;
    MemoryStore store;
    const auto psam = makePsam(atLevel(level), random, store);
    REQUIRE(deliver(*psam, level, "08") == "9000");
    CHECK(ask(*psam, "80FA000008" + std::string(kR2)) == "0D48C3B84BED12909000");
    REQUIRE(deliver(*psam, level, "0A") == "9000");
    CHECK(ask(*psam, "80FA000008" + std::string(kR2)) == "41EAF6D2AD9E58A49000");
  }
}

TEST_CASE("a city PSAM of another city computes something else") {
  auto profile = atLevel(1);
  profile.terminalNumber = "999901000001";
  ScriptedRandom random;
  MemoryStore store;
  const auto psam = makePsam(std::move(profile), random, store);
  REQUIRE(deliver(*psam, 1, "08") == "9000");
  CHECK(ask(*psam, "80FA000008" + std::string(kR2)) != "0D48C3B84BED12909000");
}

TEST_CASE("one key may be kept at a level of its own") {
  auto profile = atLevel(3);
  profile.levels["IRK"] = cardspec::Level::province;
  ScriptedRandom random;
  MemoryStore store;
  const auto psam = makePsam(std::move(profile), random, store);
  CHECK(deliver(*psam, 2, "08") == "9000");
  CHECK(deliver(*psam, 3, "08") == "6A80");
  CHECK(deliver(*psam, 3, "0A") == "9000");
}

TEST_CASE("a missing key is unknown, the others work") {
  ScriptedRandom random;
  MemoryStore store, otherStore;
  const auto noHolder = makePsam(samplePsam("psam-no-rk.toml"), random, store);
  CHECK(deliver(*noHolder, 3, "0A") == "6A88");
  CHECK(deliver(*noHolder, 3, "08") == "9000");
  const auto noGenuine = makePsam(samplePsam("psam-no-irk.toml"), random, otherStore);
  CHECK(deliver(*noGenuine, 3, "08") == "6A88");
  CHECK(deliver(*noGenuine, 3, "0A") == "9000");
}

TEST_CASE("a PSAM without the SM4 environment does not find it and stays where it is") {
  ScriptedRandom random;
  MemoryStore store;
  const auto psam = makePsam(samplePsam("psam-3des.toml"), random, store);
  CHECK(ask(*psam, "00A404000F7378332E73682EC9E7BBE1B1A3D5CF") == "6A82");
  CHECK(deliver(*psam, 3, "08") == "9000");
}

TEST_CASE("the provincial and city samples stand at their levels") {
  ScriptedRandom random;
  MemoryStore store, otherStore;
  CHECK(deliver(*makePsam(samplePsam("psam-province.toml"), random, store), 2, "08") == "9000");
  CHECK(deliver(*makePsam(samplePsam("psam-city.toml"), random, otherStore), 1, "08") == "9000");
}

}  // namespace ssc::sim::test
