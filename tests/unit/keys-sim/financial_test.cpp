// What a terminal touches of the bank's and the transport application.
#include "tests/unit/keys-sim/fixtures.hpp"
#include "tests/unit/keys-sim/transcript.hpp"

namespace ssc::sim::test {
namespace {

// ISO/IEC 7812-1, annex B: every second digit from the right, beginning with the last but one, is doubled.
bool isLuhn(std::string_view digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0');
    const unsigned weighted = i % 2 == 0 ? digit : 2 * digit;
    sum += weighted / 10 + weighted % 10;
  }
  return sum % 10 == 0;
}

}  // namespace

TEST_CASE("the payment and transport applications answer as written down") {
  const auto result = runTranscript("financial.txt");
  for (const auto& mismatch : result.mismatches)
    FAIL_CHECK(mismatch);
  CHECK(result.exchanges == 42);
}

TEST_CASE("the bank card number of the test cards has a right check digit") {
  CHECK(isLuhn("6219990000000000002"));
  CHECK_FALSE(isLuhn("6219990000000000003"));
}

TEST_CASE("each test card has a transport number of its own, and what was written stays") {
  ScriptedRandom random;
  MemoryStore storeA, storeD;
  const auto select = "00A4040008A000000632010105";
  const auto a = makeCard(sampleCard("card-a.toml"), random, storeA);
  const auto d = makeCard(sampleCard("card-d.toml"), random, storeD);
  for (auto* card : {a.get(), d.get()})
    REQUIRE(ask(*card, select).ends_with("9000"));
  CHECK(ask(*a, "00B0950A0A") != ask(*d, "00B0950A0A"));

  random.push(hex("01020304"));
  ask(*a, "0084000004");
  REQUIRE(ask(*a, "04D6950905001879F13F") == "9000");
  const auto again = makeCard(sampleCard("card-a.toml"), random, storeA);
  REQUIRE(ask(*again, select).ends_with("9000"));
  CHECK(ask(*again, "00B0950901").starts_with("00"));
}

}  // namespace ssc::sim::test
