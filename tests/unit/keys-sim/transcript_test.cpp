#include "tests/unit/keys-sim/transcript.hpp"

#include <doctest/doctest.h>

namespace ssc::sim::test {
namespace {

void check(const std::string& name, std::size_t exchanges) {
  CAPTURE(name);
  const auto result = runTranscript(name);
  for (const auto& mismatch : result.mismatches)
    FAIL_CHECK(mismatch);
  CHECK(result.exchanges == exchanges);
}

}  // namespace

TEST_CASE("card A is read as the specification's sequences say") {
  check("read-a.txt", 34);
}
TEST_CASE("card B is read as the specification's sequences say") {
  check("read-b.txt", 20);
}
TEST_CASE("card C is read without a name continuation") {
  check("read-c.txt", 10);
}
TEST_CASE("SELECT finds and forgets what it should") {
  check("select.txt", 38);
}
TEST_CASE("READ RECORD works in every mode") {
  check("read-record.txt", 53);
}
TEST_CASE("VERIFY and the authentications count, expire and refuse as written") {
  check("authentication.txt", 39);
}
TEST_CASE("load and purchase give the worked MACs and TACs, 3DES and SM4") {
  check("medical-3des.txt", 46);
  check("medical-sm4.txt", 46);
}
TEST_CASE("the full PSAM computes what the cards expect") {
  check("psam.txt", 46);
}

}  // namespace ssc::sim::test
