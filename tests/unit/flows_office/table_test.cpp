// Rows of the center as a table: opened, and of one width.
#include "hostlib/flows/office/table.hpp"

#include "tests/unit/flows_office/desk_rig.hpp"

using namespace ssc;
using flows::Reason;
using flows::Table;
using test::failureOf;
using wire::office::QueryColumn;
using wire::office::QueryRow;

namespace {

const std::vector<QueryColumn> kColumns{{"status", "code", false}, {"amount", "money", false}};

/// Of a message without a session: nothing sealed can be opened with it.
struct Bench : test::DeskRig {
  office::Draft draft = std::move(desk->client().draft().value());
  Table table;
};

}  // namespace

TEST_CASE("rows are appended under the columns of the first") {
  Bench bench;
  REQUIRE(flows::appendRows(bench.draft, kColumns, {QueryRow{{"1", "2.00"}}}, bench.table).has_value());
  REQUIRE(flows::appendRows(bench.draft, kColumns, {QueryRow{{"3", "4.00"}}}, bench.table).has_value());
  REQUIRE_EQ(bench.table.columns.size(), 2);
  CHECK_EQ(bench.table.columns[1].kind, "money");
  REQUIRE_EQ(bench.table.rows.size(), 2);
  CHECK_EQ(bench.table.rows[1][1].reveal(), "4.00");
}

TEST_CASE("no columns and no rows are a table") {
  Bench bench;
  CHECK(flows::appendRows(bench.draft, {}, {}, bench.table).has_value());
  CHECK(flows::appendRows(bench.draft, kColumns, {}, bench.table).has_value());
  CHECK(bench.table.rows.empty());
}

TEST_CASE("rows of another width and other columns are a bad answer") {
  Bench bench;
  for (const QueryRow& row : {QueryRow{{"1"}}, QueryRow{{"1", "2", "3"}}, QueryRow{}})
    (void)failureOf(flows::appendRows(bench.draft, kColumns, {row}, bench.table), Reason::officeBadAnswer);
  const std::vector<QueryColumn> turned{kColumns[1], kColumns[0]};
  (void)failureOf(flows::appendRows(bench.draft, turned, {}, bench.table), Reason::officeBadAnswer);
}

TEST_CASE("a sealed cell that does not open names its column and nothing else") {
  Bench bench;
  const std::vector<QueryColumn> columns{{"aac003", "name", true}};
  for (const char* cell : {"张三", "", "AAAA"}) {
    const auto failure = failureOf(flows::appendRows(bench.draft, columns, {QueryRow{{cell}}}, bench.table),
                                   Reason::officeBadAnswer);
    CHECK(failure.technicalText().find("aac003") != std::string::npos);
  }
}
