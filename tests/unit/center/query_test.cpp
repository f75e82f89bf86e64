#include "center/data/queries/query.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "center/data/people/population.hpp"
#include "tests/unit/center/test_database.hpp"

namespace ssc::center {
namespace {

const std::string kHolderA = "999900199001010014";
const std::string kToday = "2026-01-05";

/// A center with the sample holders.
struct Center {
  Center() : store(database.openMigrated()) {
    REQUIRE(populate(*store, {"999900", 0, 1, kToday}).has_value());
  }

  tl::expected<QueryPage, QueryRefusal> ask(const QueryRequest& request) {
    auto page = store->read([&](soci::session& sql) { return runQuery(sql, request); });
    REQUIRE_MESSAGE(page.has_value(), request.item << ' ' << request.view << ": "
                                                   << (page ? std::string() : page.error().what));
    return *page;
  }

  TestDatabase database;
  std::unique_ptr<Store> store;
};

QueryRequest about(std::string_view item, std::string_view view = "") {
  return {.item = std::string(item),
          .view = std::string(view),
          .subject = kHolderA,
          .from = {},
          .to = {},
          .page = 0,
          .today = kToday};
}

}  // namespace

TEST_CASE("every query item of the catalogue is there") {
  CHECK(queryItems().size() == 55 + 1);  // the catalogues' and one of this system
  const std::set<std::string_view> items(queryItems().begin(), queryItems().end());
  CHECK(items.size() == 55 + 1);  // the catalogues' and one of this system
  CHECK(std::ranges::count_if(items, [](auto item) { return item.starts_with("LP-HR-"); }) == 24);
  CHECK(std::ranges::count_if(items, [](auto item) { return item.starts_with("LP-OT-"); }) == 4);
  CHECK(std::ranges::count_if(items, [](auto item) { return item.starts_with("YZ-"); }) == 27);
  CHECK(views("LP-OT-053").size() == 4);
  CHECK(views("LP-OT-062").size() == 2);
  CHECK(views("LP-HR-001").empty());
}

TEST_CASE("every list has rows for the holder of card A, and none for a stranger") {
  Center center;
  for (const auto item : queryItems())
    for (const auto& view : views(item)) {
      const auto page = center.ask(about(item, view.id));
      REQUIRE(page.has_value());
      CHECK_MESSAGE(!page->rows.empty(), item << ' ' << view.id);
      for (const auto& row : page->rows)
        CHECK(row.size() == view.columns.size());
      auto stranger = about(item, view.id);
      stranger.subject = "999900199001010022";
      CHECK(center.ask(stranger)->rows.empty());
    }
}

TEST_CASE("what a row says is written as its kind") {
  Center center;
  const auto moves = center.ask(about("YZ-051"));
  REQUIRE(moves.has_value());
  CHECK(moves->rows.front() ==
        std::vector<std::string>{"2026-02-07 12:13:14", "purchase", "-5.01", "示例大药房三店", "6049.99"});
  CHECK(moves->columns[2].kind == CellKind::money);
  CHECK(!moves->more);
}

TEST_CASE("names, accounts and papers are sensitive, amounts and codes are not") {
  for (const auto item : queryItems())
    for (const auto& view : views(item))
      for (const auto& column : view.columns) {
        const bool expected = column.kind == CellKind::name || column.kind == CellKind::account ||
                              column.id == "certificate_no" || column.id == "archive_no";
        CHECK_MESSAGE(column.sensitive == expected, item << ' ' << column.id);
      }
}

TEST_CASE("a request that cannot be is refused") {
  Center center;
  CHECK(center.ask(about("LP-HR-001")).error() == QueryRefusal::unknownItem);
  CHECK(center.ask(about("LP-HR-003", "nothing")).error() == QueryRefusal::unknownView);
  for (const auto& [from, to] :
       {std::pair("2026-02-30", ""), std::pair("", "yesterday"), std::pair("2026", ""),
        std::pair("2026-02-02", "2026-02-01"), std::pair("2026-03", "2026-02")}) {
    auto request = about("YZ-049");
    request.from = from;
    request.to = to;
    CHECK(center.ask(request).error() == QueryRefusal::badPeriod);
  }
  auto late = about("YZ-049");
  late.page = kMostQueryPages;
  CHECK(center.ask(late).error() == QueryRefusal::badPage);
  auto timeless = about("YZ-049");
  timeless.today = "";
  CHECK(center.ask(timeless).error() == QueryRefusal::badPeriod);
}

TEST_CASE("a period includes its first and its last day") {
  Center center;
  const auto count = [&](std::string_view item, std::string from, std::string to) {
    auto request = about(item);
    request.from = std::move(from);
    request.to = std::move(to);
    return center.ask(request)->rows.size();
  };
  CHECK(count("YZ-049", "2026-01-06", "2026-02-07") == 2);
  CHECK(count("YZ-049", "2026-01-07", "2026-02-06") == 0);
  CHECK(count("YZ-049", "2026-01", "2026-01") == 1);
  CHECK(count("YZ-049", "", "2025-12-31") == 1);
  CHECK(count("YZ-051", "2026-02-07", "2026-02-07") == 1);  // a time belongs to its day
  CHECK(count("LP-HR-033", "2025-12", "2025-12") == 2);     // months
  CHECK(count("LP-HR-033", "2025-12-15", "") == 2);
  CHECK(count("LP-HR-022", "2025-01", "2025-12") == 5);  // years
}

TEST_CASE("a long list comes in pages that neither overlap nor leave a row out") {
  Center center;
  REQUIRE(center.store->write(Durability::quick, [](soci::session& sql) {
    for (int seq = 100; seq < 220; ++seq) {
      const auto service = std::to_string(seq);
      sql << "INSERT INTO talent_services (aac002, seq, service, eligible, valid_until) VALUES (:person, "
             ":seq, "
             ":service, '1', '2020-01-01')",
          soci::use(kHolderA), soci::use(seq), soci::use(service);
    }
  }));
  std::set<std::string> seen;
  std::vector<std::size_t> sizes;
  for (unsigned page = 0; page < 4; ++page) {
    auto request = about("YZ-091");
    request.page = page;
    const auto answer = center.ask(request);
    CHECK(answer->more == (page < 2));
    sizes.push_back(answer->rows.size());
    for (const auto& row : answer->rows)
      seen.insert(row.front());
  }
  CHECK(sizes == std::vector<std::size_t>{50, 50, 22, 0});
  CHECK(seen.size() == 122);
}

TEST_CASE("a score is hidden until the day of its publication") {
  Center center;
  auto request = about("LP-HR-071");
  CHECK(center.ask(request)->rows.front()[2].empty());
  CHECK(center.ask(about("YZ-016"))->rows.size() == 2);
  request.today = "2026-01-15";  // ten days later
  CHECK(center.ask(request)->rows.front()[2] == "73");
  auto appraisal = about("YZ-016");
  appraisal.today = "2026-01-10";
  CHECK(center.ask(appraisal)->rows.size() == 3);
}

TEST_CASE("who is the other party of a case sees it too") {
  Center center;
  REQUIRE(center.store->write(Durability::quick, [](soci::session& sql) {
    sql << "UPDATE mediation_cases SET respondent_aac002 = '999900198506070026' WHERE seq = 1";
  }));
  auto request = about("LP-HR-085");
  request.subject = "999900198506070026";
  CHECK(center.ask(request)->rows.size() == 1);
}

TEST_CASE("a look into the credit record is shown from then on") {
  Center center;
  const auto before = center.ask(about("LP-OT-008", "looks"))->rows.size();
  REQUIRE(center.store->write(Durability::safe, [](soci::session& sql) {
    addCreditLook(sql, kHolderA, "示例自助终端二号", kToday);
    addCreditLook(sql, kHolderA, "示例自助终端三号", kToday);
  }));
  const auto after = center.ask(about("LP-OT-008", "looks"));
  CHECK(after->rows.size() == before + 2);
  CHECK(after->rows.front()[1] == "示例自助终端三号");
}

}  // namespace ssc::center
