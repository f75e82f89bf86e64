#include "crypto/random.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using ssc::crypto::Bytes;
using ssc::crypto::SystemRandom;

TEST_CASE("the system's random source fills every byte and never twice the same") {
  SystemRandom random;
  Bytes first(64);
  Bytes second(64);

  REQUIRE(random.fill(first));
  REQUIRE(random.fill(second));

  CHECK(first != second);
  // A tail left at zero would be eight zero bytes: once in 2^64 runs by chance.
  CHECK_FALSE(std::all_of(first.end() - 8, first.end(), [](auto byte) { return byte == 0; }));
  CHECK(random.fill({}));
}
