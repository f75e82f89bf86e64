#include "tests/unit/keys-sim/transcript.hpp"

#include <doctest/doctest.h>

namespace ssc::sim::test {

TEST_CASE("card A is read as the specification's sequences say") {
  checkTranscript("read-a.txt", 34);
}
TEST_CASE("card B is read as the specification's sequences say") {
  checkTranscript("read-b.txt", 20);
}
TEST_CASE("card C is read without a name continuation") {
  checkTranscript("read-c.txt", 10);
}
TEST_CASE("SELECT finds and forgets what it should") {
  checkTranscript("select.txt", 38);
}
TEST_CASE("READ RECORD works in every mode") {
  checkTranscript("read-record.txt", 53);
}
TEST_CASE("VERIFY and the authentications count, expire and refuse as written") {
  checkTranscript("authentication.txt", 39);
}
TEST_CASE("load and purchase give the worked MACs and TACs, 3DES and SM4") {
  checkTranscript("medical-3des.txt", 46);
  checkTranscript("medical-sm4.txt", 46);
}
TEST_CASE("the full PSAM computes what the cards expect") {
  checkTranscript("psam.txt", 46);
}

}  // namespace ssc::sim::test
