// Which PC/SC names make one device, and which device a configuration leads to.
#include "hostlib/flows/pcsc_terminal.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc;
using flows::devicesOf;
using flows::selectDevice;
using ssc::test::TemporaryFolder;

namespace {

using Names = std::vector<std::string>;
constexpr const char* kProfile =
    "[reader]\nmodel = \"x\"\npcsc_names = [\"Reader X*\"]\n[[slot]]\nnumber = 0\nrole = \"contact\"\n";

}  // namespace

TEST_CASE("slots of one device are put together by name and number, in the order of their slots") {
  const auto devices = devicesOf({"Reader X 00 02", "Reader X 00 00", "Reader X 01 00", "Reader Y 00 00"});
  REQUIRE_EQ(devices.size(), 3);
  CHECK_EQ(devices[0].name, "Reader X");
  CHECK_EQ(devices[0].slots, Names{"Reader X 00 00", "", "Reader X 00 02"});
  CHECK_EQ(devices[1].number, 1);
  CHECK_EQ(devices[2].name, "Reader Y");
}

TEST_CASE("a name without numbers is a device of one slot") {
  const auto devices = devicesOf({"Strange"});
  REQUIRE_EQ(devices.size(), 1);
  CHECK_EQ(devices[0].slots, Names{"Strange"});
  CHECK(devicesOf({}).empty());
}

TEST_CASE("no reader, or none of the configured name, is -11") {
  profile::Config config;
  CHECK_EQ(selectDevice(config, {}).error().code(), -11);
  config.readerName = "Other*";
  const auto selection = selectDevice(config, {"Reader X 00 00"});
  REQUIRE_FALSE(selection.has_value());
  CHECK_EQ(selection.error().code(), -11);
  CHECK_EQ(selection.error().where, "Other*");
}

TEST_CASE("the configured name picks one of several devices") {
  profile::Config config;
  config.readerName = "Reader Y*";
  const auto selection = selectDevice(config, {"Reader X 00 00", "Reader Y 00 00"});
  REQUIRE(selection.has_value());
  CHECK_EQ(selection->device.name, "Reader Y");
  CHECK_EQ(selection->profile.model, "unknown");
}

TEST_CASE("a configured profile picks the device it fits; when none fits it is -11") {
  const TemporaryFolder folder;
  profile::Config config;
  config.hardwareProfile = folder.write("x.toml", kProfile);
  const auto selection = selectDevice(config, {"Reader Y 00 00", "Reader X 00 00"});
  REQUIRE(selection.has_value());
  CHECK_EQ(selection->device.name, "Reader X");
  CHECK_EQ(selection->profile.model, "x");
  const auto none = selectDevice(config, {"Reader Y 00 00"});
  REQUIRE_FALSE(none.has_value());
  CHECK_EQ(none.error().code(), -11);
}

TEST_CASE("a profile that cannot be used is -14 and says why") {
  const TemporaryFolder folder;
  profile::Config config;
  config.hardwareProfile = folder.write("x.toml", "[reader]\nmodel = 1");
  const auto selection = selectDevice(config, {"Reader X 00 00"});
  REQUIRE_FALSE(selection.has_value());
  CHECK_EQ(selection.error().code(), -14);
  CHECK_NE(selection.error().technicalText().find("x.toml"), std::string::npos);
}
