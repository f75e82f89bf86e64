// A call for a clerk reaches the center with or without somebody signed in, and says so where it did not.
#include "hostlib/flows/office/help_call.hpp"

#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/office/staff.hpp"

using namespace ssc;
using namespace wire::office;
using test::DeskRig;
using test::failureOf;
using test::Seen;

namespace {

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8114", [](const Seen&) { return encodeBody(HelpCalled{"H007", 2}); });
  }
  auto call(const std::string& session) { return flows::callHelp(*desk, session, "asked", stop.get_token()); }
  std::optional<HelpCall> sent() {
    const auto body = decodeBody<HelpCall>(center().seen("8114").at(0).input);
    return body ? std::optional(*body) : std::nullopt;
  }
};

}  // namespace

TEST_CASE("the call has the day's number, and says how many wait before it") {
  Bench bench;
  const auto ticket = bench.call("A1");
  REQUIRE(ticket.has_value());
  CHECK_EQ(ticket->number, "H007");
  CHECK_EQ(ticket->ahead, 2);
  REQUIRE(bench.sent().has_value());
  CHECK_EQ(bench.sent()->sessionId, "A1");
  CHECK_EQ(bench.sent()->reason, "asked");
}

TEST_CASE("nobody has to be signed in to call") {
  Bench bench;
  REQUIRE(bench.call("").has_value());
  CHECK_EQ(bench.sent()->sessionId, "");
}

TEST_CASE("a call that was stopped has not come through") {
  Bench bench;
  bench.stop.request_stop();
  failureOf(bench.call(""), flows::Reason::cancelled);
  CHECK(bench.center().seen("8114").empty());
}
