// A gate asks the center who passes, and lets nobody through by a word it does not understand.
#include "hostlib/flows/office/quick_check.hpp"

#include "tests/unit/flows_office/desk_rig.hpp"

using namespace ssc;
using namespace wire::office;
using flows::checkGateRequest;
using flows::GateRequest;
using flows::Reason;
using test::Act;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

const GateRequest kHearing{"LP-HR-088", {{"case_no", "ZC-1"}, {"room", "第二仲裁庭"}}, {}};
const GateRequest kSite{
    "LP-HR-091", {{"project", "示例桥梁工程"}, {"gate", "1号门"}, {"direction", "in"}}, std::uint8_t{92}};

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8721", [this](const Seen& seen) {
      return encodeBody(CheckOutcome{result,
                                     reason,
                                     {{"case_no", "text", false}, {"role", "name", true}},
                                     {{{"ZC-1", sealed(seen, "role", "申请人")}}}});
    });
  }
  flows::Outcome<flows::GateAnswer> check(const GateRequest& request = kHearing) {
    return flows::QuickCheck(*desk, stop.get_token()).run(test::signedInPerson(), request);
  }
  flows::GateAnswer answer(const std::string& word, const std::string& why) {
    result = word;
    reason = why;
    auto answer = check();
    REQUIRE(answer.has_value());
    return std::move(*answer);
  }
  std::string result = "admitted", reason;
};

}  // namespace

TEST_CASE("who passes and who does not both get an answer, with what the gate shows") {
  Bench bench;
  const auto passed = bench.answer("admitted", "second_entry");
  CHECK(passed.passes());
  REQUIRE(passed.reasonText != nullptr);
  CHECK_EQ(passed.table.rows.at(0).at(1).reveal(), "申请人");
  const auto refused = bench.answer("refused", "wrong_room");
  CHECK_FALSE(refused.passes());
  CHECK_EQ(refused.reason, "wrong_room");
  CHECK_EQ(refused.reasonText, flows::findGateReason("wrong_room"));
  CHECK(bench.answer("admitted", "").reasonText == nullptr);
}

TEST_CASE("nobody passes by a word that is not understood; a new reason is shown as it is") {
  Bench bench;
  bench.result = "welcomed";
  (void)failureOf(bench.check(), Reason::officeBadAnswer);
  const auto refused = bench.answer("refused", "full_moon");
  CHECK_FALSE(refused.passes());
  CHECK_EQ(refused.reason, "full_moon");
  CHECK(refused.reasonText == nullptr);
}

TEST_CASE("one result alone stands for not passing") {
  for (const flows::GateWord& word : flows::gateResults())
    CHECK_EQ(word.passes, word.id != "refused");
}

TEST_CASE("the message says what the gate says, and a live face only where the camera found one") {
  Bench bench;
  REQUIRE(bench.check(kSite).has_value());
  GateRequest nobody = kSite;
  nobody.likeness = 0;
  REQUIRE(bench.check(nobody).has_value());
  GateRequest small = kHearing;
  small.item = "lp-hr-088";
  REQUIRE(bench.check(small).has_value());
  const auto said = [&](std::size_t number) {
    return decodeBody<QuickCheck>(bench.center().seen("8721").at(number).input).value();
  };
  CHECK_EQ(said(0).sessionId, "A1");
  CHECK_EQ(said(0).values.at(2).id, "direction");
  CHECK_EQ(said(0).values.at(2).value, "in");
  CHECK_EQ(said(0).score, 92);
  CHECK(said(0).alive);
  CHECK_EQ(said(1).score, 0);
  CHECK_FALSE(said(1).alive);
  CHECK_EQ(said(2).item, "LP-HR-088");
  CHECK_FALSE(said(2).alive);
}

TEST_CASE("what cannot be asked is refused before anything is sent") {
  Bench bench;
  for (const char* item : {"LP-HR-024", "YZ-003", "LP-HR-095", "LP-HR-999", ""})
    CHECK_EQ(failureOf(bench.check({item, kHearing.values, {}}), Reason::noSuchService).exitCode(), 2);
  const auto misfit = [&](GateRequest request, const std::function<void(GateRequest&)>& change) {
    CHECK(checkGateRequest(request).has_value());
    change(request);
    (void)failureOf(checkGateRequest(request), Reason::badInput);
    return failureOf(bench.check(request), Reason::badInput).where;
  };
  const auto without = misfit(kHearing, [](GateRequest& r) { r.values.pop_back(); });
  CHECK_EQ(without, "LP-HR-088: room once; it takes case_no, room");
  misfit(kHearing, [](GateRequest& r) { r.values.push_back(r.values.front()); });
  misfit(kHearing, [](GateRequest& r) { r.values.push_back({"subject", "1"}); });
  misfit(kHearing, [](GateRequest& r) { r.values.front().value.clear(); });
  CHECK(misfit(kSite, [](GateRequest& r) { r.values.back().value = "up"; }).ends_with("direction (in, out)"));
  misfit(kSite, [](GateRequest& r) { r.likeness.reset(); });
  misfit(kSite, [](GateRequest& r) { r.likeness = std::uint8_t{101}; });
  CHECK(bench.center().order().empty());
}

TEST_CASE("every gate is an item of the catalogue, and every such item has a gate") {
  std::set<std::string_view> gates, items;
  for (const flows::Gate& gate : flows::gates())
    gates.insert(gate.item);
  for (const catalogue::Item& item : catalogue::items()) {
    if (item.flow->id == "quick_check") items.insert(item.id);
  }
  CHECK(gates == items);
  CHECK_EQ(gates.size(), 11);
}

TEST_CASE("an answer that never came leaves the result unknown: the gate may have been opened") {
  Bench bench;
  bench.center().script("8721", {Act::lostAnswer, Act::lostAnswer});
  bench.center().script("9015", {Act::lostAnswer});
  (void)failureOf(bench.check(), Reason::officeResultUnknown);
}

TEST_CASE("a stop at any message of a check ends it") {
  Bench bench;
  test::stopAtEachMessage(bench, [&](DeskRig&) { return failed(bench.check()); }, {}, [](const Names&) {});
}
