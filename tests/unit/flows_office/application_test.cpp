// Forms and corrections as the terminal hands them in: checked before anything is sent, personal values
// sealed.
#include "hostlib/flows/office/application.hpp"

#include <algorithm>

#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/office/application.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace wire::office;
using flows::Application;
using flows::FormEntry;
using flows::FormRequest;
using flows::Reason;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

const std::vector<std::pair<std::string, std::string>> kAway{{"request_kind", "referral"},
                                                             {"area", "999999"},
                                                             {"reason", "转诊到外地"},
                                                             {"from_date", "2026-01-05"},
                                                             {"contact", "13900000000"}};

FormRequest away() {
  FormRequest request{"lp-ot-051", {}, {}};
  for (const auto& [field, value] : kAway)
    request.entries.push_back({field, crypto::Personal(value)});
  return request;
}

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8701", [this](const Seen& seen) {
      said = decodeBody<SubmitApplication>(seen.input).value();
      for (const FormValue& value : said.values)
        if (value.id == "contact" || value.id == "text") secret = opened(seen, value.id, Sealed{value.value});
      return encodeBody(ApplicationState{"SQ1", "SUBMITTED", ""});
    });
    center().answerWith("8704",
                        [](const Seen&) { return encodeBody(ApplicationState{"SQ1", "WITHDRAWN", ""}); });
    center().answerWith("8702", [this](const Seen& seen) {
      const auto asked = decodeBody<AskApplications>(seen.input).value();
      Applications answer;
      answer.rows.push_back({"SQ1", "LP-OT-051", "form", "RETURNED", "20260105093011120", "20260105093011120",
                             "缺材料", "2026-01-20"});
      answer.more = asked.applyNo.empty() && asked.page == 0;
      if (!asked.applyNo.empty()) {
        answer.steps = {{"submit", "20260105093011120", ""}};
        answer.values = {{"area", "999999"}, {"contact", sealed(seen, "contact", "13900000000")}};
      }
      return encodeBody(answer);
    });
  }
  Application flow() { return {*desk, stop.get_token()}; }
  SubmitApplication said;
  std::string secret;
};

}  // namespace

TEST_CASE("a form goes to the center with its personal values sealed") {
  Bench bench;
  const auto accepted = bench.flow().submit(test::signedInPerson(), away());
  REQUIRE(accepted.has_value());
  CHECK_EQ(accepted->applyNo, "SQ1");
  CHECK_EQ(bench.said.item, "LP-OT-051");
  CHECK_EQ(bench.said.kind, "form");
  CHECK_EQ(bench.secret, "13900000000");
  const std::string input = bench.center().seen("8701").at(0).input;
  CHECK(input.find("13900000000") == std::string::npos);
  CHECK(input.find("转诊") == std::string::npos);
  CHECK(input.find("\"999999\"") != std::string::npos);
}

TEST_CASE("a form that is wrong is not sent, and every fault has words") {
  Bench bench;
  auto request = away();
  request.entries.erase(request.entries.begin());
  request.entries.back().value = crypto::Personal("12");
  static_cast<void>(failureOf(bench.flow().submit(test::signedInPerson(), request), Reason::badInput));
  CHECK(bench.center().seen("8701").empty());
  const auto problems = Application::problemsOf(request, "2026-01-05");
  REQUIRE_EQ(problems.size(), 2);
  CHECK_EQ(problems[0].field, "request_kind");
  CHECK_EQ(problems[0].en, "Please fill this in");
  CHECK_EQ(problems[1].field, "contact");
  for (const auto& problem : problems)
    CHECK_FALSE(problem.zh.empty());
  request = away();
  std::ranges::find(request.entries, "reason", &FormEntry::field)->value =
      crypto::Personal(std::string(301, 'x'));
  CHECK_EQ(Application::problemsOf(request, "2026-01-05").at(0).zh, "最多 300 个字");
}

TEST_CASE("what has no form, and what is no query, is no service") {
  Bench bench;
  CHECK(Application::accepts("YZ-042"));
  CHECK_FALSE(Application::accepts("LP-HR-024"));
  static_cast<void>(
      failureOf(bench.flow().submit(test::signedInPerson(), {"LP-HR-024", {}, {}}), Reason::noSuchService));
  const flows::CorrectionRequest correction{"LP-HR-001", crypto::Personal("1"), crypto::Personal("x"),
                                            "base"};
  static_cast<void>(
      failureOf(bench.flow().correct(test::signedInPerson(), correction), Reason::noSuchService));
  static_cast<void>(
      failureOf(bench.flow().known(test::signedInPerson(), "LP-HR-024"), Reason::noSuchService));
}

TEST_CASE("a correction says record, column and what is wrong, sealed") {
  Bench bench;
  const auto accepted =
      bench.flow().correct(test::signedInPerson(),
                           {"lp-hr-024", crypto::Personal("2025-12"), crypto::Personal("基数不对"), "base"});
  REQUIRE(accepted.has_value());
  CHECK_EQ(bench.said.item, "LP-HR-024");
  CHECK_EQ(bench.said.kind, "correction");
  CHECK_EQ(bench.secret, "基数不对");
  CHECK(bench.center().seen("8701").at(0).input.find("基数不对") == std::string::npos);
  const flows::CorrectionRequest empty{"LP-HR-024", crypto::Personal("1"), crypto::Personal(" "), "base"};
  static_cast<void>(failureOf(bench.flow().correct(test::signedInPerson(), empty), Reason::badInput));
}

TEST_CASE("applications come page by page, one with its values opened") {
  Bench bench;
  const auto lines = bench.flow().list(test::signedInPerson());
  REQUIRE(lines.has_value());
  CHECK_EQ(lines->size(), 2);
  CHECK_EQ(lines->front().until, "2026-01-20");
  const auto one = bench.flow().one(test::signedInPerson(), "SQ1");
  REQUIRE(one.has_value());
  CHECK_EQ(one->events.at(0).step, "submit");
  CHECK_EQ(one->entries.at(0).value.reveal(), "999999");
  CHECK_EQ(one->entries.at(1).value.reveal(), "13900000000");
  CHECK_EQ(bench.flow().withdraw(test::signedInPerson(), "SQ1")->state, "WITHDRAWN");
}

TEST_CASE("what the center knows is filled in, and what it does not know keeps nobody from the form") {
  Bench bench;
  bench.center().answerWith("8206", [&](const Seen& seen) {
    QueryAnswer answer;
    answer.cols = {{"archive_no", "text", true}, {"keeper", "text", false}};
    answer.rows = {{{bench.sealed(seen, "archive_no", "DA-1"), "示例中心"}}};
    answer.view = "list";
    answer.views = {"list"};
    answer.area = "999900";
    answer.asOf = "20260105093011120";
    return encodeBody(answer);
  });
  const auto known = bench.flow().known(test::signedInPerson(), "LP-HR-011");
  REQUIRE(known.has_value());
  REQUIRE_EQ(known->size(), 2);
  CHECK_EQ(known->at(0).field, "current_keeper");
  CHECK_EQ(known->at(1).value.reveal(), "DA-1");
  CHECK_EQ(bench.center().seen("8206").size(), 1);  // one question for both
  Bench poor;
  CHECK(poor.flow().known(test::signedInPerson(), "LP-HR-011")->empty());
}

TEST_CASE("a stop at any message ends the flow") {
  Bench bench;
  test::stopAtEachMessage(
      bench,
      [](DeskRig& rig) {
        return failed(Application(*rig.desk, rig.stop.get_token()).submit(test::signedInPerson(), away()));
      },
      {}, [](const Names&) {});
}
