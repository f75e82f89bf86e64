#include "center/data/kept_statements.hpp"

#include <doctest/doctest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/unit/center/test_database.hpp"

namespace ssc::center {
namespace {

constexpr const char* kSelect = "SELECT value FROM sample WHERE name = :name";

/// A table with the rows 'a' = 1 and 'b' = 2, and one session.
std::unique_ptr<Store> withTable(const TestDatabase& database) {
  auto store = database.open(1);
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) {
    sql << "CREATE TABLE sample (name VARCHAR(40) PRIMARY KEY, value BIGINT NOT NULL)";
    sql << "INSERT INTO sample (name, value) VALUES ('a', 1), ('b', 2)";
  }));
  return store;
}

long long valueOf(soci::session& sql, const std::string& name) {
  long long value = -1;
  sql << kSelect, soci::use(name), soci::into(value);
  return value;
}

/// How many prepared statements the session's connection has, whose text begins so.
int prepared(soci::session& sql, const std::string& beginning) {
  if (sql.get_backend_name() == "postgresql") {
    int count = 0;
    const std::string like = beginning + "%";
    sql << "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE :beginning", soci::use(like),
        soci::into(count);
    return count;
  }
  auto* const connection = dynamic_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
  int count = 0;
  for (auto* each = sqlite_api::sqlite3_next_stmt(connection, nullptr); each != nullptr;
       each = sqlite_api::sqlite3_next_stmt(connection, each))
    count += std::string_view(sqlite_api::sqlite3_sql(each)).starts_with(beginning) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("statements that do all their work when executed are kept, others are not") {
  for (const auto* text : {"SELECT 1", "INSERT INTO a VALUES (1)", "UPDATE a SET b = 1", "DELETE FROM a",
                           "WITH a AS (SELECT 1) SELECT 2", "BEGIN", "BEGIN IMMEDIATE", "COMMIT"})
    CHECK_MESSAGE(isWorthKeeping(text), text);
  for (const auto* text : {"PRAGMA synchronous = FULL", "SET lock_timeout = 1", "CREATE TABLE a (b TEXT)",
                           "BEGIN; SET LOCAL synchronous_commit = on", "ROLLBACK", ""})
    CHECK_FALSE_MESSAGE(isWorthKeeping(text), text);
  CHECK_FALSE(isWorthKeeping("SELECT '" + std::string(5000, 'x') + "'"));
}

TEST_CASE("a statement that is asked again is prepared once, and gives what is there today") {
  const TestDatabase database;
  const auto store = withTable(database);
  for (int round = 0; round < 3; ++round) {
    REQUIRE(store->write(Durability::quick, [&](soci::session& sql) {
      CHECK_EQ(valueOf(sql, "a"), 1 + round);
      CHECK_EQ(valueOf(sql, "b"), 2);
      CHECK_EQ(valueOf(sql, "none"), -1);
      sql << "UPDATE sample SET value = value + 1 WHERE name = 'a'";
      CHECK_EQ(prepared(sql, "SELECT value"), 1);
    }));
  }
}

TEST_CASE("the same statement at work twice is two statements") {
  const TestDatabase database;
  const auto store = withTable(database);
  REQUIRE(store->read([](soci::session& sql) {
    std::string name;
    std::vector<std::string> seen;
    soci::statement outer = (sql.prepare << "SELECT name FROM sample ORDER BY name", soci::into(name));
    outer.execute();
    while (outer.fetch()) {
      std::string inner;
      sql << "SELECT name FROM sample ORDER BY name", soci::into(inner);
      seen.push_back(name + inner);
    }
    CHECK(seen == std::vector<std::string>{"aa", "ba"});
  }));
}

TEST_CASE("a statement that failed can be asked again") {
  const TestDatabase database;
  const auto store = withTable(database);
  const auto insert = [](soci::session& sql) {
    const std::string name = "a";
    sql << "INSERT INTO sample (name, value) VALUES (:name, 9)", soci::use(name);
  };
  for (int round = 0; round < 2; ++round) {
    const auto done = store->write(Durability::quick, insert);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().fault == StoreFault::conflict);
  }
  REQUIRE(store->write(Durability::quick, [&](soci::session& sql) {
    sql << "DELETE FROM sample WHERE name = 'a'";
    insert(sql);
    CHECK_EQ(valueOf(sql, "a"), 9);
  }));
}

TEST_CASE("values of one execution do not reach into the next") {
  const TestDatabase database;
  const auto store = withTable(database);
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) {
    const auto insert = [&](const std::string& name, soci::indicator there) {
      const long long value = 5;
      sql << "INSERT INTO sample (name, value) VALUES (:name, COALESCE(:value, 0))", soci::use(name),
          soci::use(value, there);
    };
    insert("c", soci::i_ok);
    insert("d", soci::i_null);
    CHECK_EQ(valueOf(sql, "c"), 5);
    CHECK_EQ(valueOf(sql, "d"), 0);
  }));
}

TEST_CASE("a connection keeps so many statements and no more") {
  const TestDatabase database;
  const auto store = withTable(database);
  REQUIRE(store->read([](soci::session& sql) {
    for (std::size_t i = 0; i < 2 * kMostKept; ++i) {
      long long value = 0;
      sql << "SELECT value + " + std::to_string(i) + " FROM sample WHERE name = 'a'", soci::into(value);
      REQUIRE_EQ(value, static_cast<long long>(i) + 1);
    }
    CHECK_LE(prepared(sql, "SELECT value + "), static_cast<int>(kMostKept));
  }));
}

TEST_CASE("a table that changed is seen as it is") {
  const TestDatabase database;
  const auto store = withTable(database);
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) { CHECK_EQ(valueOf(sql, "a"), 1); }));
  REQUIRE(database.open(1)->write(Durability::quick, [](soci::session& sql) {
    sql << "ALTER TABLE sample ADD COLUMN more VARCHAR(40) NOT NULL DEFAULT 'x'";
    sql << "UPDATE sample SET value = 7 WHERE name = 'a'";
  }));
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) { CHECK_EQ(valueOf(sql, "a"), 7); }));
}

}  // namespace ssc::center
