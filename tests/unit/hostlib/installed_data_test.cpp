// Where installed code looks for hardware profiles.
#include "hostlib/profile/installed_data.hpp"

#include <doctest/doctest.h>

#include "tests/unit/hostlib/temporary_folder.hpp"

using ssc::profile::profilesBeside;
using ssc::test::TemporaryFolder;

TEST_CASE("a program finds the profiles of the prefix it lies in") {
  const TemporaryFolder prefix;
  const auto profiles = prefix.path() / "share" / "ssc" / "hw-profiles";
  std::filesystem::create_directories(profiles);
  CHECK(profilesBeside(prefix.path() / "bin" / "ssc") == profiles);
}

TEST_CASE("without profiles beside it, code finds none there") {
  const TemporaryFolder prefix;
  CHECK(profilesBeside(prefix.path() / "bin" / "ssc").empty());
}

TEST_CASE("a file where the folder should be is not taken for it") {
  const TemporaryFolder prefix;
  const auto file = prefix.write("share/ssc/hw-profiles", "");
  REQUIRE(std::filesystem::is_regular_file(file));
  CHECK(profilesBeside(prefix.path() / "bin" / "ssc").empty());
}

TEST_CASE("code that does not know its file finds nothing beside it") {
  CHECK(profilesBeside({}).empty());
}
