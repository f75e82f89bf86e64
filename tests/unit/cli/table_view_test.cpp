// How rows are laid out.
#include "hostlib/cli/table_view.hpp"

#include <doctest/doctest.h>

namespace ssc::cli::test {
namespace {

using profile::Language;

constexpr std::size_t kWide = 200;

crypto::Personal cell(std::string text) {
  return crypto::Personal(std::move(text));
}

std::vector<crypto::Personal> row(std::vector<std::string> texts) {
  std::vector<crypto::Personal> cells;
  for (std::string& text : texts)
    cells.push_back(cell(std::move(text)));
  return cells;
}

// A holder insured twice, as LP-HR-024 answers.
Json insured() {
  flows::Table table;
  table.columns = {{"insurance_type", "code"}, {"status", "code"}, {"base", "money"}, {"area", "code"}};
  table.rows.push_back(row({"110", "active", "9111.00", "999900"}));
  table.rows.push_back(row({"310", "unheard", "", "999900"}));
  return tableJson(table, *catalogue::find("LP-HR-024"));
}

}  // namespace

TEST_CASE("JSON keeps the codes and says beside them what they mean") {
  const Json block = insured();
  CHECK(block["rows"][0] == Json({"110", "active", "9111.00", "999900"}));
  const Json& type = block["columns"][0];
  CHECK(type["zh"] == "险种");
  CHECK(type["codes"]["110"]["zh"] == "企业职工基本养老保险");
  CHECK(type["codes"]["110"]["en"] == "Enterprise pension");
  CHECK(type["codes"].size() == 2);
  CHECK(!block["columns"][1]["codes"].contains("unheard"));
  CHECK(!block["columns"][2].contains("codes"));
}

TEST_CASE("columns stand below each other, amounts to the right") {
  CHECK(tableText(insured(), Language::zh, kWide) ==
        "  险种                  参保状态  缴费基数（元）  地区\n"
        "  ────────────────────  ────────  ──────────────  ──────────\n"
        "  企业职工基本养老保险  正常参保        9,111.00  模拟梁平区\n"
        "  职工基本医疗保险      unheard                -  模拟梁平区\n");
}

TEST_CASE("on a narrower screen what is the same in every row is said once") {
  CHECK(tableText(insured(), Language::zh, 50) ==
        "  地区  模拟梁平区\n"
        "\n"
        "  险种                  参保状态  缴费基数（元）\n"
        "  ────────────────────  ────────  ──────────────\n"
        "  企业职工基本养老保险  正常参保        9,111.00\n"
        "  职工基本医疗保险      unheard                -\n");
}

TEST_CASE("on a narrow screen each row has a line for every column") {
  CHECK(tableText(insured(), Language::en, 40) ==
        "  Insurance type            Enterprise pension\n"
        "  Insurance status          Insured\n"
        "  Contribution base (yuan)  9,111.00\n"
        "  Area                      Simulated Liangping\n"
        "\n"
        "  Insurance type            Employee medical\n"
        "  Insurance status          unheard\n"
        "  Contribution base (yuan)  -\n"
        "  Area                      Simulated Liangping\n");
}

TEST_CASE("a single row is told line by line on any screen, and no row is nothing") {
  Json block = insured();
  block["rows"].erase(1);
  CHECK(tableText(block, Language::zh, kWide).starts_with("  险种            企业职工基本养老保险\n"));
  block["rows"].clear();
  CHECK(tableText(block, Language::zh, kWide).empty());
}

TEST_CASE("a column that is no field of the item has the label of its kind of paper") {
  flows::Table table;
  table.columns = {{"holder", "name"}, {"number_of_nobody", "text"}};
  table.rows.push_back(row({"测试甲", "1"}));
  const Json block = tableJson(table, *catalogue::find("LP-OT-036"));
  CHECK(block["columns"][0]["zh"] == "持证人");
  CHECK(tableText(block, Language::zh, kWide) == "  持证人            测试甲\n  number_of_nobody  1\n");
}

}  // namespace ssc::cli::test
