// The desk: made of a configuration, and what it says when that cannot be.
#include "tests/unit/flows_office/desk_rig.hpp"

using namespace ssc;
using flows::OfficeDesk;
using flows::Reason;
using test::failureOf;
using test::OfficeRig;

namespace {

/// [office] of a terminal that is registered.
profile::OfficeConfig officeOf(const office::Settings& settings) {
  profile::OfficeConfig office;
  office.url = settings.url;
  office.registerUrl = settings.registerUrl;
  office.authority = settings.authority;
  office.centerKey = settings.centerKey;
  office.folder = settings.folder;
  office.terminal = settings.terminal;
  office.area = settings.area;
  office.institution = settings.institution;
  office.institutionName = settings.institutionName;
  office.place = settings.place;
  return office;
}

profile::Config configOf(const OfficeRig& rig) {
  profile::Config config;
  config.office = officeOf(rig.settings());
  return config;
}

}  // namespace

TEST_CASE("a configuration of a registered terminal opens a desk with a clock, randomness and the settings") {
  const OfficeRig rig;
  const auto desk = OfficeDesk::open(configOf(rig), "1.0.0");
  REQUIRE(desk.has_value());
  CHECK_EQ((*desk)->settings().terminal, "999999000017");
  CHECK_EQ((*desk)->settings().version, "1.0.0");
  CHECK_EQ((*desk)->settings().place, "一楼大厅");
  const auto before = std::chrono::steady_clock::now();
  CHECK((*desk)->clock().steady() >= before);
  CHECK_FALSE((*desk)->client().session().has_value());
}

TEST_CASE("without [office] there is no desk") {
  (void)failureOf(OfficeDesk::open(profile::Config{}, "1.0.0"), Reason::officeNotConfigured);
}

TEST_CASE("a setting that cannot be used is named") {
  const OfficeRig rig;
  auto config = configOf(rig);
  config.office->terminal = "1";
  const auto failure = failureOf(OfficeDesk::open(config, "1.0.0"), Reason::badConfiguration);
  CHECK(failure.technicalText().find("terminal") != std::string::npos);
}

TEST_CASE("a terminal without certificates is not registered; files that cannot be read are configuration") {
  const OfficeRig rig(false);
  (void)failureOf(OfficeDesk::open(configOf(rig), "1.0.0"), Reason::officeNotRegistered);
  auto config = configOf(rig);
  config.office->centerKey = "/nowhere/center.key";
  (void)failureOf(OfficeDesk::open(config, "1.0.0"), Reason::badConfiguration);
}

TEST_CASE("a desk over the caller's parts speaks over them") {
  test::DeskRig rig;
  CHECK(&rig.desk->clock() == &rig.office.clock);
  REQUIRE(rig.desk->client().draft().has_value());
  CHECK_EQ(rig.center().order(), std::vector<std::string>{"9022", "9022", "9001"});
}

TEST_CASE("registration needs a code the first time") {
  const OfficeRig rig(false);
  (void)failureOf(flows::registerAtOffice(configOf(rig), "1.0.0", "", {}), Reason::officeNotRegistered);
  const OfficeRig done;
  CHECK(flows::registerAtOffice(configOf(done), "1.0.0", "", {}) == office::Registration::approved);
}
