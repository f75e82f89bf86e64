#include "apdu/pcsc/features.hpp"

#include <doctest/doctest.h>

#include "apdu/bytes.hpp"

using ssc::apdu::Bytes;
using ssc::apdu::fromHex;
using ssc::apdu::ParseError;
using ssc::apdu::ParseFault;
using namespace ssc::pcsc;

TEST_CASE("a feature list of PC/SC part 10 gives each control code in big-endian order") {
  const Bytes answer = *fromHex("06 04 42330006  07 04 42330007  12 04 42000DC2");
  const auto features = parseFeatures(answer);
  REQUIRE(features);
  CHECK(features->all().size() == 3);
  CHECK(features->controlCode(FeatureTag::verifyPinDirect) == 0x42330006U);
  CHECK(features->controlCode(FeatureTag::modifyPinDirect) == 0x42330007U);
  CHECK(features->controlCode(FeatureTag::getTlvProperties) == 0x42000DC2U);
  CHECK_FALSE(features->has(FeatureTag::executePace));
}

TEST_CASE("a reader without features has an empty list") {
  const auto features = parseFeatures({});
  REQUIRE(features);
  CHECK(features->all().empty());
}

TEST_CASE("a tag the standard does not define is kept") {
  const auto features = parseFeatures(*fromHex("7F 04 42000001"));
  REQUIRE(features);
  CHECK(features->controlCode(static_cast<FeatureTag>(0x7F)) == 0x42000001U);
  CHECK(nameOf(static_cast<FeatureTag>(0x7F)) == "unknown feature");
}

TEST_CASE("a feature list cut anywhere inside an entry is truncated") {
  const Bytes whole = *fromHex("06 04 42330006  07 04 42330007");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    if (size == 6) continue;
    CAPTURE(size);
    const auto features = parseFeatures(ssc::apdu::ByteView(whole).first(size));
    REQUIRE_FALSE(features);
    CHECK(features.error() == ParseError{ParseFault::truncated, size});
  }
}

TEST_CASE("an entry whose length is not four is refused at its length byte") {
  const auto features = parseFeatures(*fromHex("06 04 42330006  07 05 4233000700"));
  REQUIRE_FALSE(features);
  CHECK(features.error() == ParseError{ParseFault::badLength, 7});
}

TEST_CASE("a feature listed twice is refused at the second entry") {
  const auto features = parseFeatures(*fromHex("06 04 42330006  06 04 42330007"));
  REQUIRE_FALSE(features);
  CHECK(features.error() == ParseError{ParseFault::badTag, 6});
}

TEST_CASE("features have the names of the standard") {
  CHECK(nameOf(FeatureTag::verifyPinDirect) == "FEATURE_VERIFY_PIN_DIRECT");
  CHECK(nameOf(FeatureTag::executePace) == "FEATURE_EXECUTE_PACE");
  for (int tag = 0x01; tag <= 0x13; ++tag)
    CHECK(nameOf(static_cast<FeatureTag>(tag)) != "unknown feature");
}
