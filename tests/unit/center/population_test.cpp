#include "center/data/people/population.hpp"

#include <doctest/doctest.h>
#include <set>

#include "center/data/people/calendar.hpp"
#include "center/data/people/numbers.hpp"
#include "center/data/people/sample_holders.hpp"
#include "tests/unit/center/test_database.hpp"

namespace ssc::center {
namespace {

constexpr std::string_view kHolderA = "999900199001010014";
const PopulationPlan kPlan{"999900", 9000, 20260105, "2026-01-05"};  // three batches

std::string digestOf(const PopulationPlan& plan) {
  const TestDatabase database;
  const auto store = database.openMigrated();
  const auto made = populate(*store, plan);
  REQUIRE_MESSAGE(made.has_value(), (made ? std::string() : made.error().what));
  CHECK(made->complete);
  CHECK(made->people == plan.people);
  return digestOfAllRows(*store);
}

std::set<std::string> textsOf(Store& store, const std::string& select) {
  return store
      .read([&](soci::session& sql) {
        const soci::rowset<std::string> all = (sql.prepare << select);
        return std::set<std::string>(all.begin(), all.end());
      })
      .value();
}

bool hasGoodCheck(const std::string& number) {
  return number.size() == 18 && number.back() == citizenCheckCharacter(number.substr(0, 17));
}

}  // namespace

TEST_CASE("check characters are those of published examples") {
  CHECK(citizenCheckCharacter("99999919500101001") == '8');
  CHECK(citizenCheckCharacter("99999919880229002") == '5');
  CHECK(citizenCheckCharacter("99999920050615123") == '1');
  CHECK(citizenCheckCharacter("11010519491231002") == 'X');  // GB 11643-1999
  CHECK(cardCheckCharacter("T0000002") == '8');
  CHECK(cardCheckCharacter("T0000123") == '1');
  CHECK(cardCheckCharacter("T0000001") == 'X');
  CHECK(cardCheckCharacter("T0000006") == '0');
}

TEST_CASE("days and months are those of the calendar") {
  const auto leap = parseDay("2024-02-29");
  REQUIRE(leap.has_value());
  CHECK(dayText(*leap) == "2024-02-29");
  CHECK(dayText(yearsLater(*leap, 1)) == "2025-02-28");
  CHECK(dayText(monthsLater(*leap, -12)) == "2023-02-28");
  CHECK(monthText(monthOf(*leap) - 2) == "2023-12");
  CHECK(ageOn(*leap, *parseDay("2042-02-28")) == 17);
  CHECK(ageOn(*leap, *parseDay("2042-03-01")) == 18);
  for (const auto* text :
       {"", "2026-13-01", "2026-02-29", "2026-1-01", "2026-01-1x", "2026/01/01", "02026-01-01"})
    CHECK(!parseDay(text).has_value());
}

TEST_CASE("the same seed makes the same people, another seed others") {
  const auto first = digestOf(kPlan);
  CHECK(digestOf(kPlan) == first);
  auto other = kPlan;
  ++other.seed;
  CHECK(digestOf(other) != first);
}

TEST_CASE("a stopped plan goes on where it was, and ends the same") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  std::stop_source stop;
  const auto part =
      populate(*store, kPlan, [&](std::uint32_t, std::uint32_t) { stop.request_stop(); }, stop.get_token());
  REQUIRE(part.has_value());
  CHECK(!part->complete);
  CHECK(part->people > 0);
  CHECK(part->people < kPlan.people);

  std::uint32_t told = 0;
  const auto rest = populate(*store, kPlan, [&](std::uint32_t done, std::uint32_t) { told = done; });
  REQUIRE(rest.has_value());
  CHECK(rest->complete);
  CHECK(told == kPlan.people);
  CHECK(digestOfAllRows(*store) == digestOf(kPlan));
}

TEST_CASE("an area has the people of one plan") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  auto plan = kPlan;
  plan.people = 50;
  REQUIRE(populate(*store, plan).has_value());
  CHECK(populate(*store, plan).value().complete);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons") == 50 + 5);
  ++plan.people;
  CHECK(populate(*store, plan).error().fault == StoreFault::conflict);
}

TEST_CASE("a plan that was stopped goes on with the day it began") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  CHECK_EQ(populationDay(*store, "999900"), "");
  REQUIRE(populate(*store, {"999900", 1, 1, "2026-01-05"}).has_value());
  CHECK_EQ(populationDay(*store, "999900"), "2026-01-05");
  CHECK_EQ(populationDay(*store, "999999"), "");
  CHECK(populate(*store, {"999900", 1, 1, "2026-01-06"}).error().fault == StoreFault::conflict);
}

TEST_CASE("a plan that cannot be is refused") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  for (const auto& plan :
       {PopulationPlan{"110105", 1, 1, "2026-01-05"}, PopulationPlan{"999900", 1, 1, "2026-02-30"},
        PopulationPlan{"999900", kMostPeople + 1, 1, "2026-01-05"}})
    CHECK(populate(*store, plan).error().fault == StoreFault::broken);
}

TEST_CASE("people and cards have good numbers, invented names and every state") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  REQUIRE(populate(*store, kPlan).has_value());

  const auto numbers = textsOf(*store, "SELECT aac002 FROM persons");
  CHECK(numbers.size() == 9000 + 5);
  for (const auto& number : numbers)
    CHECK_MESSAGE(hasGoodCheck(number), number);
  for (const auto& number : textsOf(*store, "SELECT aaz500 FROM cards"))
    CHECK_MESSAGE(number.back() == cardCheckCharacter(number.substr(0, 8)), number);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons WHERE birth_date > '2026-01-05'") == 0);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons WHERE aac003 NOT LIKE '测试%'") ==
        2);  // cards A and B
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons WHERE dead_on <> ''") > 50);
  CHECK(numberOf(*store,
                 "SELECT COUNT(*) FROM persons WHERE substr(aac002, 7, 4) <> substr(birth_date, 1, 4)") == 0);
  CHECK(textsOf(*store, "SELECT aaz502 FROM cards") == std::set<std::string>{"0", "1", "2", "3", "4", "9"});
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM cards WHERE aaz502 = '1'") * 10 > 9000 * 8);
  CHECK(textsOf(*store, "SELECT situation FROM persons").size() == 8);
}

TEST_CASE("who pays has paid for 24 months and more, and the medical account adds up") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  REQUIRE(populate(*store, kPlan).has_value());
  CHECK(numberOf(*store,
                 "SELECT COUNT(*) FROM persons WHERE situation = 'worker' AND aac002 IN (SELECT aac002 FROM "
                 "contributions) AND aac002 NOT LIKE '9999001_____0_00%' AND NOT EXISTS (SELECT 1 FROM "
                 "contributions "
                 "AS paid WHERE paid.aac002 = persons.aac002 AND paid.from_month <= '2024-01')") == 0);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM contributions WHERE to_month < from_month") == 0);
  CHECK(numberOf(
            *store,
            "SELECT COUNT(*) FROM medical_account AS account WHERE last_year_balance + this_year_in - "
            "this_year_out <> (SELECT balance_after FROM medical_account_moves AS move WHERE move.aac002 = "
            "account.aac002 ORDER BY time DESC, seq DESC LIMIT 1)") == 0);
  CHECK(numberOf(*store,
                 "SELECT COUNT(*) FROM medical_settlements WHERE total <> fund_part + account_part + "
                 "insurer_part + relief_part + cash") == 0);
}

TEST_CASE("the holder of card A has rows in every set") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  auto plan = kPlan;
  plan.people = 0;
  REQUIRE(populate(*store, plan).has_value());
  const auto tables = tablesOfPeople(*store);
  std::set<std::string_view> written;
  for (const auto& row : sampleRows())
    written.insert(row.table);
  CHECK(tables.size() + 2 == written.size());  // persons and cards are not numbered per person
  for (const auto& table : tables)
    CHECK_MESSAGE(numberOf(*store, "SELECT COUNT(*) FROM " + table + " WHERE aac002 = '" +
                                       std::string(kHolderA) + "'") > 0,
                  table);
}

TEST_CASE("card A's holder was insured in the other area") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  REQUIRE(populate(*store, {"999999", 0, 1, "2026-01-05"}).has_value());
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons") == 1);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM cards") == 0);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM contributions WHERE aac002 = '999900199001010014'") == 3);
}

}  // namespace ssc::center
