#include <doctest/doctest.h>
#include <vector>

#include "firmware/ports/host/options.hpp"

namespace ssc::fw::host::test {
namespace {

tl::expected<Options, std::string> parse(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (std::string& word : words)
    pointers.push_back(word.data());
  return parseOptions(pointers);
}

}  // namespace

TEST_CASE("ssc-reader takes a folder, a profile and a switch") {
  const auto options = parse({"--verbose", "--dir", "/tmp/x", "--profile", "ssc-sim-reader"});
  REQUIRE(options);
  CHECK(options->directory == "/tmp/x");
  CHECK(options->profile == "ssc-sim-reader");
  CHECK(options->verbose);
}

TEST_CASE("ssc-reader says what is wrong with its command line") {
  CHECK(parse({}).error() == "--dir is needed");
  CHECK(parse({"--dir"}).error() == "--dir needs a value");
  CHECK(parse({"--speed"}).error() == "unknown option --speed");
  CHECK(parse({"--help"}).has_value());
}

}  // namespace ssc::fw::host::test
