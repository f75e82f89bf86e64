// Queries: every view, every page, every area; and what becomes of one that fails.
#include "hostlib/flows/office/query.hpp"

#include "tests/unit/flows_office/desk_rig.hpp"

using namespace ssc;
using namespace wire::office;
using flows::QueryBlock;
using flows::Reason;
using test::Act;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

constexpr const char* kLocal = "LP-HR-003";       // this area only
constexpr const char* kEverywhere = "LP-HR-024";  // other areas too
constexpr const char* kAsOf = "20260105093000000";

QueryAnswer list(Names cells, bool more = false) {
  return {{{"status", "code", false}}, {{std::move(cells)}}, more, "list", {"list"}, "999900", kAsOf};
}

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8206", [this](const Seen& seen) {
      const auto asked = decodeBody<Query>(seen.input).value();
      return encodeBody(answer ? answer(seen, asked) : list({"1"}));
    });
    center().answerWith("9002", [](const Seen&) { return encodeBody(Done{}); });
  }
  flows::Outcome<std::vector<QueryBlock>> ask(const std::string& item = kLocal) {
    // Somebody has signed in, so the terminal has.
    REQUIRE(desk->client().draft().has_value());
    return flows::Query(*desk, stop.get_token()).run(test::signedInPerson(), {item, "2025-01", "2025-12"});
  }
  /// Of each 8206: area, view, page.
  Names asked() {
    Names all;
    for (const Seen& seen : center().seen("8206")) {
      const auto body = decodeBody<Query>(seen.input).value();
      all.push_back(seen.head.insuplcAdmdvs + " " + body.view + " " + std::to_string(body.page));
    }
    return all;
  }
  std::function<QueryAnswer(const Seen&, const Query&)> answer;
};

}  // namespace

TEST_CASE("a query goes to the center that knows the person, and its sealed cells are opened") {
  Bench bench;
  bench.answer = [&](const Seen& seen, const Query&) {
    return QueryAnswer{{{"status", "code", false}, {"name", "name", true}},
                       {{{"1", bench.sealed(seen, "name", "张三")}}, {{"2", bench.sealed(seen, "name", "")}}},
                       false,
                       "list",
                       {"list"},
                       "999900",
                       kAsOf};
  };
  const auto blocks = bench.ask();
  REQUIRE(blocks.has_value());
  REQUIRE_EQ(blocks->size(), 1);
  const QueryBlock& block = blocks->front();
  CHECK_EQ(block.area, "999900");
  CHECK_EQ(block.view, "list");
  CHECK_EQ(block.asOf, kAsOf);
  REQUIRE_EQ(block.table.columns.size(), 2);
  CHECK_EQ(block.table.columns[1].id, "name");
  CHECK_EQ(block.table.columns[1].kind, "name");
  REQUIRE_EQ(block.table.rows.size(), 2);
  CHECK_EQ(block.table.rows[0][0].reveal(), "1");
  CHECK_EQ(block.table.rows[0][1].reveal(), "张三");
  CHECK_EQ(block.table.rows[1][1].reveal(), "");
  const auto said = decodeBody<Query>(bench.center().seen("8206").at(0).input).value();
  CHECK_EQ(said.sessionId, "A1");
  CHECK_EQ(said.item, kLocal);
  CHECK_EQ(said.from, "2025-01");
  CHECK_EQ(said.to, "2025-12");
}

TEST_CASE("all pages of a view make one table") {
  Bench bench;
  bench.answer = [](const Seen&, const Query& asked) {
    return list({std::to_string(asked.page)}, asked.page < 2);
  };
  const auto blocks = bench.ask();
  REQUIRE(blocks.has_value());
  CHECK_EQ(bench.asked(), Names{"999900  0", "999900  1", "999900  2"});
  REQUIRE_EQ(blocks->front().table.rows.size(), 3);
  CHECK_EQ(blocks->front().table.rows[2][0].reveal(), "2");
}

TEST_CASE("pages without end are a bad answer, not a table cut short") {
  Bench bench;
  bench.answer = [](const Seen&, const Query&) { return list({"1"}, true); };
  (void)failureOf(bench.ask(), Reason::officeBadAnswer);
  CHECK_EQ(bench.asked().size(), 200);
}

TEST_CASE("every view of the item is asked for, once, whatever later answers say of views") {
  Bench bench;
  bench.answer = [](const Seen&, const Query& asked) {
    auto answer = list({"1"});
    answer.view = asked.view.empty() ? "months" : asked.view;
    answer.views = {"months", "years"};
    if (!asked.view.empty()) answer.views = {"months", "years", "more", "and-more"};
    return answer;
  };
  const auto blocks = bench.ask();
  REQUIRE(blocks.has_value());
  CHECK_EQ(bench.asked(), Names{"999900  0", "999900 years 0"});
  REQUIRE_EQ(blocks->size(), 2);
  CHECK_EQ(blocks->at(1).view, "years");
}

TEST_CASE("an item that reaches other areas asks each of them; one that does not, only the person's own") {
  Bench bench;
  REQUIRE(bench.ask(kEverywhere).has_value());
  CHECK_EQ(bench.asked(), Names{"999900  0", "999999  0"});
  bench.restart();
  REQUIRE(bench.ask(kLocal).has_value());
  CHECK_EQ(bench.asked(), Names{"999900  0"});
}

TEST_CASE("an area that fails does not hide the others") {
  Bench bench;
  bench.center().script("8206", {Act::answer, Act::unreachable, Act::unreachable});
  const auto blocks = bench.ask(kEverywhere);
  REQUIRE(blocks.has_value());
  REQUIRE_EQ(blocks->size(), 2);
  CHECK_FALSE(blocks->at(0).failure.has_value());
  REQUIRE(blocks->at(1).failure.has_value());
  test::checkFailure(*blocks->at(1).failure, Reason::officeUnreachable);
  CHECK_EQ(blocks->at(1).area, "999999");
}

TEST_CASE("a query that failed everywhere is the failure of the first area") {
  Bench bench;
  bench.center().refuse("8206", ErrorCode::levelTooLow);
  const auto outcome = bench.ask(kEverywhere);
  REQUIRE_FALSE(outcome.has_value());
  test::checkRefusal(
      outcome.error(),
      {ErrorCode::levelTooLow, 0, "请先确认您的身份：输入社保卡密码，或用手机电子社保卡扫码确认。",
       "Please confirm who you are: enter the card's password, or use the e-card on your phone."});
}

TEST_CASE("a session that ended, a card that was lost meanwhile: the center's words") {
  Bench bench;
  for (const auto& refusal :
       {test::Refusal{ErrorCode::signInUnknown, 0, "未找到登录信息，请重新登录。",
                      "This sign-in is not known any more. Please sign in again."},
        test::Refusal{ErrorCode::cardLost, 0, "社保卡已挂失。如已找回，请办理解挂。",
                      "The card was reported lost. If you have found it, release it first."}}) {
    bench.center().refuse("8206", refusal.code);
    const auto outcome = bench.ask();
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), refusal);
  }
}

TEST_CASE("what is no query is refused before anything is sent") {
  Bench bench;
  for (const char* item : {"LP-HR-001", "LP-OT-002", "LP-HR-999", "", "张三"}) {
    CAPTURE(item);
    CHECK_FALSE(flows::Query::accepts(item));
  }
  for (const char* item : {"LP-HR-003", "LP-HR-006", "lp-hr-024", "YZ-014"})
    CHECK(flows::Query::accepts(item));
  const auto outcome = flows::Query(*bench.desk, {}).run(test::signedInPerson(), {"LP-HR-001", "", ""});
  CHECK_EQ(failureOf(outcome, Reason::noSuchService).exitCode(), 2);
  CHECK(bench.center().order().empty());
}

TEST_CASE("an item named in small letters goes out under its own name") {
  Bench bench;
  REQUIRE(bench.ask("lp-hr-003").has_value());
  CHECK_EQ(decodeBody<Query>(bench.center().seen("8206").at(0).input).value().item, kLocal);
}

TEST_CASE("whatever becomes of the message has its reason") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8206", mishap.acts);
    (void)failureOf(bench.ask(), mishap.reason);
  }
}

TEST_CASE("a row of another width, or a page of other columns, is a bad answer") {
  Bench bench;
  bench.answer = [](const Seen&, const Query&) { return list({"1", "张三"}); };
  (void)failureOf(bench.ask(), Reason::officeBadAnswer);
  bench.answer = [](const Seen&, const Query&) { return list({}); };
  (void)failureOf(bench.ask(), Reason::officeBadAnswer);
  bench.answer = [](const Seen&, const Query& asked) {
    auto answer = list({"1"}, true);
    if (asked.page == 1) answer.cols.front().id = "name";
    return answer;
  };
  (void)failureOf(bench.ask(), Reason::officeBadAnswer);
}

TEST_CASE("a cell that was sealed for another place is a bad answer") {
  Bench bench;
  bench.answer = [&](const Seen& seen, const Query&) {
    auto answer = list({bench.sealed(seen, "status", "张三")});
    answer.cols.front() = {"name", "name", true};
    return answer;
  };
  (void)failureOf(bench.ask(), Reason::officeBadAnswer);
}

TEST_CASE("a stop at any message of a query ends it, and no other page, view or area is asked") {
  Bench bench;
  bench.answer = [](const Seen&, const Query& asked) {
    auto answer = list({"1"}, asked.page == 0 && asked.view.empty());
    answer.views = {"list", "years"};
    return answer;
  };
  const auto flow = [&](DeskRig& rig) -> std::optional<flows::Failure> {
    if (const auto there = flows::lift(rig.desk->client().draft(rig.stop.get_token())); !there)
      return there.error();
    return failed(
        flows::Query(*rig.desk, rig.stop.get_token()).run(test::signedInPerson(), {kEverywhere, "", ""}));
  };
  test::stopAtEachMessage(bench, flow, {}, [](const Names&) {});
}
