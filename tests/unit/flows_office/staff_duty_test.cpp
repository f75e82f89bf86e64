// A duty begins only for who is on the list, is kept for its owner alone, and ends even without the center.
#include "hostlib/flows/office/staff_duty.hpp"

#include <filesystem>
#include <fstream>

#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/office/staff.hpp"

using namespace ssc;
using namespace wire::office;
using flows::Reason;
using flows::StaffDuty;
using test::Act;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

const std::string kSession = "0123456789abcdef0123456789abcdef";

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8117", [](const Seen&) {
      return encodeBody(StaffSignedIn{kSession, "S00001", "clerk", 300, "20260105173011123"});
    });
    center().answerWith("8118", [](const Seen&) { return encodeBody(Done{}); });
  }
  flows::Outcome<flows::Duty> begin() { return duty().begin(test::signedInPerson()); }
  flows::Outcome<std::optional<std::string>> end() { return duty().end(); }
  /// Who it was; empty: nobody.
  std::string ended() {
    const auto staffNo = end();
    REQUIRE(staffNo.has_value());
    return staffNo->value_or("");
  }
  StaffDuty duty() { return {*desk, stop.get_token()}; }
  [[nodiscard]] std::filesystem::path file() const { return desk->settings().folder / "duty"; }
  [[nodiscard]] bool kept() const { return std::filesystem::exists(file()); }
};

}  // namespace

TEST_CASE("a duty begins with the person's session, and ends with its own") {
  Bench bench;
  const auto duty = bench.begin();
  REQUIRE(duty.has_value());
  CHECK_EQ(duty->staffNo, "S00001");
  CHECK_EQ(duty->role, "clerk");
  CHECK_EQ(duty->idle.count(), 300);
  CHECK_EQ(decodeBody<StaffSignIn>(bench.center().seen("8117").at(0).input)->sessionId, "A1");
  bench.restart();  // another program of the terminal
  CHECK_EQ(bench.ended(), "S00001");
  CHECK_EQ(decodeBody<StaffSignOut>(bench.center().seen("8118").at(0).input)->staffSessionId, kSession);
  CHECK_FALSE(bench.kept());
}

TEST_CASE("the duty is its owner's alone, and tells nothing of the person") {
  Bench bench;
  REQUIRE(bench.begin().has_value());
  using std::filesystem::perms;
  CHECK(std::filesystem::status(bench.file()).permissions() == (perms::owner_read | perms::owner_write));
  std::ifstream stream(bench.file());
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  CHECK_EQ(text, "ssc-duty-1 " + kSession + " S00001\n");
}

TEST_CASE("who is not on the list is told so; any other refusal has the center's words") {
  Bench bench;
  bench.center().refuse("8117", ErrorCode::notPossible);
  const auto failure = failureOf(bench.begin(), Reason::notOnStaff);
  CHECK_EQ(failure.infcode, static_cast<unsigned>(ErrorCode::notPossible));
  CHECK(failure.zh().find("工作人员名册") != std::string::npos);
  bench.center().refuse("8117", ErrorCode::levelTooLow);
  CHECK_EQ(failureOf(bench.begin(), Reason::officeRefused).infcode,
           static_cast<unsigned>(ErrorCode::levelTooLow));
  CHECK_FALSE(bench.kept());
}

TEST_CASE("who is not on the list ends nobody's duty") {
  Bench bench;
  REQUIRE(bench.begin().has_value());
  bench.center().refuse("8117", ErrorCode::notPossible);
  (void)failureOf(bench.begin(), Reason::notOnStaff);
  CHECK(bench.kept());
}

TEST_CASE("a duty that cannot be kept is ended at once") {
  Bench bench;
  std::filesystem::create_directory(bench.file());
  (void)failureOf(bench.begin(), Reason::badConfiguration);
  CHECK_EQ(bench.center().done("8118"), 1);
}

TEST_CASE("where nobody is on duty there is nothing to end") {
  Bench bench;
  CHECK_EQ(bench.ended(), "");
  CHECK(bench.center().order().empty());
}

TEST_CASE("a duty is forgotten whatever stands in its file, and whether or not the center hears of it") {
  Bench bench;
  REQUIRE(bench.begin().has_value());
  bench.center().script("8118", {Act::unreachable, Act::unreachable});
  (void)failureOf(bench.end(), Reason::officeUnreachable);
  CHECK_FALSE(bench.kept());
  for (const char* text : {"", "ssc-duty-1", "ssc-duty-1 onlyone", "ssc-duty-9 a b"}) {
    std::ofstream(bench.file()) << text;
    std::filesystem::permissions(bench.file(), std::filesystem::perms::owner_all);
    CHECK_EQ(bench.ended(), "");
    CHECK_FALSE(bench.kept());
  }
  std::ofstream(bench.file()) << "ssc-duty-1 a b";
  std::filesystem::permissions(bench.file(), std::filesystem::perms::all);
  (void)failureOf(bench.end(), Reason::badConfiguration);
  CHECK_FALSE(bench.kept());
}

TEST_CASE("a stop while a duty begins ends it; who wants to leave leaves") {
  Bench bench;
  test::stopAtEachMessage(bench, [&](DeskRig&) { return failed(bench.begin()); }, {}, [](const Names&) {});
  bench.restart();
  REQUIRE(bench.begin().has_value());
  bench.stop.request_stop();
  CHECK_EQ(bench.ended(), "S00001");
}
