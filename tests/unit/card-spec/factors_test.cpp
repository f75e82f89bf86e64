#include "card-spec/factors.hpp"

#include <doctest/doctest.h>

#include "tests/unit/card-spec/vector_file.hpp"

namespace ssc::cardspec::test {
namespace {

std::vector<std::uint8_t> asVector(const std::optional<Factor>& factor) {
  return factor ? std::vector<std::uint8_t>(factor->begin(), factor->end()) : std::vector<std::uint8_t>{};
}

}  // namespace

TEST_CASE("the three factors of region 999900 and the sample card are the published vectors") {
  const auto historicalBytes = bytesOf("00815453548699999900000001");
  CHECK(asVector(provinceFactor("999900")) == bytesOf("3939303030307368"));
  CHECK(asVector(cityFactor("999900")) == bytesOf("3939393930307378"));
  CHECK(asVector(cardFactor(historicalBytes)) == bytesOf("8699999900000001"));
}

TEST_CASE("the specification's examples of region factors hold") {
  CHECK(asVector(provinceFactor("650100")) == bytesOf("3635303030307368"));
  CHECK(asVector(cityFactor("650100")) == bytesOf("3635303130307378"));
}

TEST_CASE("a region that is not six decimal digits has no factor") {
  for (const auto* region : {"", "99990", "9999000", "99990A", "FFFFFF", " 99990"}) {
    CAPTURE(region);
    CHECK_FALSE(provinceFactor(region));
    CHECK_FALSE(cityFactor(region));
  }
}

TEST_CASE("the card factor needs eight historical bytes and takes the last eight") {
  CHECK_FALSE(cardFactor(bytesOf("01020304050607")));
  CHECK(asVector(cardFactor(bytesOf("0102030405060708"))) == bytesOf("0102030405060708"));
  CHECK(asVector(cardFactor(bytesOf("FF0102030405060708"))) == bytesOf("0102030405060708"));
}

}  // namespace ssc::cardspec::test
