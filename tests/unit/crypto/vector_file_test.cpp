#include "tests/unit/crypto/vector_file.hpp"

#include <doctest/doctest.h>
#include <sstream>
#include <stdexcept>

using ssc::test::parseVectors;

namespace {

std::vector<ssc::test::VectorBlock> parse(const std::string& text) {
  std::istringstream in(text);
  return parseVectors("t.vec", in);
}

ssc::crypto::Bytes valueOf(const std::string& key, const std::string& text) {
  return parse(text).at(0).bytes(key);
}

}  // namespace

TEST_CASE("a vector file is read block by block, each with its source and place") {
  const auto blocks = parse("# c\nsource = S\nkey = 0aFF\nempty =\n\nkey = 01\n\nsource = T\nkey = 02\n");

  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].bytes("key") == ssc::crypto::Bytes{0x0A, 0xFF});
  CHECK(blocks[0].bytes("empty").empty());
  CHECK(blocks[1].place() == "t.vec:6 (S)");
  CHECK(blocks[2].place() == "t.vec:9 (T)");
}

TEST_CASE("a vector file without vectors, source or equals sign is refused, so no test can pass on nothing") {
  CHECK_THROWS_AS(parse("source = S\n"), std::runtime_error);
  CHECK_THROWS_AS(parse("key = 01\n"), std::runtime_error);
  CHECK_THROWS_AS(parse("source = S\nkey 01\n"), std::runtime_error);
  CHECK_THROWS_AS(parse("source = S\nkey = 01\nkey = 02\n"), std::runtime_error);
  CHECK_THROWS_AS(valueOf("key", "source = S\nkey = 0g\n"), std::invalid_argument);
  CHECK_THROWS_AS(valueOf("key", "source = S\nkey = 012\n"), std::invalid_argument);
  CHECK_THROWS_AS(valueOf("iv", "source = S\nkey = 01\n"), std::runtime_error);
  CHECK_THROWS_AS(ssc::test::readVectors("absent.vec"), std::runtime_error);
}
