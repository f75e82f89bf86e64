#include "center/data/migration.hpp"

#include <doctest/doctest.h>
#include <thread>
#include <vector>

#include "tests/unit/center/test_database.hpp"

namespace ssc::center {

TEST_CASE("an empty database is brought up once") {
  const TestDatabase database;
  const auto store = database.open();
  CHECK(store->migrate() == migrations().size());
  CHECK(store->migrate() == 0U);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM schema_version") ==
        static_cast<long long>(migrations().size()));
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM persons") == 0);
}

TEST_CASE("migrations have rising numbers") {
  unsigned last = 0;
  for (const auto& step : migrations()) {
    CHECK(step.number > last);
    CHECK(!step.statements.empty());
    last = step.number;
  }
}

TEST_CASE("several that start at once bring it up once") {
  const TestDatabase database;
  constexpr int kStarters = 4;
  std::vector<std::unique_ptr<Store>> stores;
  for (int i = 0; i < kStarters; ++i)
    stores.push_back(database.open(1));
  std::vector<Stored<unsigned>> done(kStarters, 0U);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kStarters; ++i)
      threads.emplace_back([&, at = static_cast<std::size_t>(i)] { done[at] = stores[at]->migrate(); });
  }
  unsigned steps = 0;
  for (const auto& result : done) {
    REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().what));
    steps += *result;
  }
  CHECK(steps == migrations().size());
}

TEST_CASE("a schema of a newer program is refused and stays as it is") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) {
    sql << "INSERT INTO schema_version (number, name) VALUES (9999, 'of_tomorrow')";
  }));
  const auto refused = store->migrate();
  REQUIRE(!refused.has_value());
  CHECK(refused.error().fault == StoreFault::broken);
  CHECK(refused.error().what.find("9999") != std::string::npos);
}

TEST_CASE("a step that fails leaves the schema as it was") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  const auto& last = migrations().back();
  REQUIRE(store->write(Durability::quick, [&](soci::session& sql) {
    const int number = static_cast<int>(last.number);
    sql << "DELETE FROM schema_version WHERE number = :number", soci::use(number, "number");
  }));
  // Its tables are still there: the step runs, and fails as a whole.
  CHECK(store->migrate().error().fault == StoreFault::broken);
  CHECK(numberOf(*store, "SELECT COUNT(*) FROM schema_version") ==
        static_cast<long long>(migrations().size()) - 1);
}

}  // namespace ssc::center
