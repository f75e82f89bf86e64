#include "apdu/response.hpp"

#include <doctest/doctest.h>

#include "tests/unit/apdu/hex.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

TEST_CASE("a response is its data and the last two bytes") {
  const auto response = Response::decode(hex("6F04 8402 3F00 9000"));
  REQUIRE(response.has_value());
  CHECK_EQ(toHex(response->data()), "6F0484023F00");
  CHECK_EQ(response->sw(), sw::kOk);
  CHECK(response->ok());
  CHECK_EQ(toHex(response->encode()), "6F0484023F009000");
}

TEST_CASE("a response may be a status word alone") {
  const auto response = Response::decode(hex("6A82"));
  REQUIRE(response.has_value());
  CHECK(response->data().empty());
  CHECK_FALSE(response->ok());
  CHECK_EQ(toHex(response->encode()), "6A82");
}

TEST_CASE("less than a status word is no response") {
  CHECK(Response::decode({}).error() == ParseError{ParseFault::truncated, 0});
  CHECK(Response::decode(hex("90")).error() == ParseError{ParseFault::truncated, 1});
}

TEST_CASE("the longest response comes back whole") {
  Bytes bytes(65536, 0x5A);
  append(bytes, hex("9000"));
  const auto response = Response::decode(bytes);
  REQUIRE(response.has_value());
  CHECK_EQ(response->data().size(), 65536);
  CHECK(response->encode() == bytes);
}

TEST_CASE("61xx counts as carried out, a warning does not") {
  CHECK(Response({}, StatusWord(0x6110)).ok());
  CHECK_FALSE(Response({}, StatusWord(0x6282)).ok());
  CHECK_FALSE(Response().ok());
}

TEST_CASE("the data can be taken out of a response") {
  Response response(hex("0102"), sw::kOk);
  CHECK_EQ(toHex(std::move(response).takeData()), "0102");
}

}  // namespace
}  // namespace ssc::apdu
