#include "center/data/store.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/unit/center/test_database.hpp"

namespace ssc::center {
namespace {

using Clock = std::chrono::steady_clock;

/// A table with one row: name 'first', value 1.
std::unique_ptr<Store> withTable(const TestDatabase& database, std::size_t sessions = 4) {
  auto store = database.open(sessions);
  REQUIRE(store->write(Durability::quick, [](soci::session& sql) {
    sql << "CREATE TABLE sample (name VARCHAR(40) PRIMARY KEY, value BIGINT NOT NULL)";
    sql << "INSERT INTO sample (name, value) VALUES ('first', 1)";
  }));
  return store;
}

void insertRow(soci::session& sql, const std::string& name) {
  sql << "INSERT INTO sample (name, value) VALUES (:name, 2)", soci::use(name, "name");
}

long long rows(Store& store) {
  return numberOf(store, "SELECT COUNT(*) FROM sample");
}

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What PostgreSQL knows of other connections to this database.
std::string othersHere() {
  return "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() "
         "AND backend_type = 'client backend'";
}

enum class Refusal : std::uint8_t { notAllowed };

}  // namespace

TEST_CASE("an address that names no database is refused") {
  for (const auto* url : {"", "center.db", "sqlite:", "sqlite:a\"b", "mysql://localhost/"}) {
    const auto store = Store::open(url, 1);
    REQUIRE(!store.has_value());
    CHECK(store.error().fault == StoreFault::broken);
  }
  CHECK(Store::open("sqlite:/nowhere/at/all.db", 1).error().fault == StoreFault::gone);
  CHECK(Store::open("postgresql://nobody@127.0.0.1:1/none", 1).error().fault == StoreFault::gone);
  CHECK(Store::open("sqlite:unused.db", 0).error().fault == StoreFault::broken);
}

TEST_CASE("what the work gives, the call gives") {
  const TestDatabase database;
  const auto store = withTable(database);

  const Stored<int> value = store->read([](soci::session&) { return 7; });
  const Stored<void> nothing = store->read([](soci::session&) {});
  const Stored<tl::expected<int, Refusal>> allowed =
      store->read([](soci::session&) -> tl::expected<int, Refusal> { return 8; });
  const Stored<tl::expected<int, Refusal>> refused = store->read(
      [](soci::session&) -> tl::expected<int, Refusal> { return tl::unexpected(Refusal::notAllowed); });
  const Stored<int> failed = store->read(
      [](soci::session&) -> Stored<int> { return tl::unexpected(StoreError{StoreFault::full, "said so"}); });

  CHECK(value == 7);
  CHECK(nothing.has_value());
  CHECK(allowed.value() == 8);
  CHECK(refused.value().error() == Refusal::notAllowed);
  CHECK(failed.error().fault == StoreFault::full);
}

TEST_CASE("work that succeeds is kept, a refusal or an exception leaves nothing") {
  const TestDatabase database;
  const auto store = withTable(database);

  CHECK(store->write(Durability::safe, [](soci::session& sql) { insertRow(sql, "kept"); }).has_value());
  CHECK(rows(*store) == 2);

  const auto refused = store->write(Durability::safe, [](soci::session& sql) -> tl::expected<void, Refusal> {
    insertRow(sql, "refused");
    return tl::unexpected(Refusal::notAllowed);
  });
  CHECK(refused.value().error() == Refusal::notAllowed);
  CHECK(rows(*store) == 2);

  const auto thrown = store->write(Durability::safe, [](soci::session& sql) {
    insertRow(sql, "thrown");
    throw std::runtime_error("999900199001010014");
  });
  CHECK(thrown.error().fault == StoreFault::broken);
  CHECK(thrown.error().what.find("9999") == std::string::npos);
  CHECK(rows(*store) == 2);
}

TEST_CASE("a session is as good as new after a failure") {
  const TestDatabase database;
  const auto store = withTable(database, 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(store->write(Durability::quick, [](soci::session& sql) { sql << "no statement"; }).error().fault ==
          StoreFault::broken);
    CHECK(store->read([](soci::session& sql) { sql << "SELECT 1 FROM missing"; }).error().fault ==
          StoreFault::broken);
    CHECK(rows(*store) == 1);
  }
}

TEST_CASE("an error about a statement names the table, an error about a row never its values") {
  const TestDatabase database;
  const auto store = withTable(database);
  const auto missing = store->read([](soci::session& sql) { sql << "SELECT 1 FROM missing"; });
  CHECK(missing.error().what.find("missing") != std::string::npos);

  const auto twice = store->write(Durability::safe, [](soci::session& sql) { insertRow(sql, "first"); });
  CHECK(twice.error().fault == StoreFault::conflict);
  CHECK(twice.error().what.find("first") == std::string::npos);
  CHECK(!twice.error().what.empty());
}

TEST_CASE("a row that refers to nobody is a conflict") {
  const TestDatabase database;
  const auto store = database.openMigrated();
  const auto orphan = store->write(Durability::safe, [](soci::session& sql) {
    sql << "INSERT INTO talent_services (aac002, seq) VALUES ('999900199001010014', 1)";
  });
  CHECK(orphan.error().fault == StoreFault::conflict);
}

TEST_CASE("reading cannot write, and sees one moment") {
  const TestDatabase database;
  const auto store = withTable(database);
  CHECK(store->read([](soci::session& sql) { insertRow(sql, "written"); }).error().fault ==
        StoreFault::broken);

  const auto seen = store->read([&](soci::session& sql) {
    int before = 0, after = 0;
    sql << "SELECT COUNT(*) FROM sample", soci::into(before);
    const auto written =
        store->write(Durability::quick, [](soci::session& other) { insertRow(other, "meanwhile"); });
    CHECK(written.has_value());
    sql << "SELECT COUNT(*) FROM sample", soci::into(after);
    return std::pair(before, after);
  });
  CHECK(seen == std::pair(1, 1));
  CHECK(rows(*store) == 2);
}

TEST_CASE("who waits for another writer is told so after two seconds") {
  const TestDatabase database;
  const auto holder = withTable(database);
  const auto other = database.open(1);  // as another process: no turn in common

  std::latch held(1), released(1);
  std::jthread writer([&] {
    const auto done = holder->write(Durability::quick, [&](soci::session& sql) {
      int there = 0;
      sql << "UPDATE sample SET value = 5";
      sql << "SELECT COUNT(*) FROM sample", soci::into(there);  // the change is sent with it, if not before
      held.count_down();
      released.wait();
    });
    CHECK(done.has_value());
  });
  held.wait();
  const auto start = Clock::now();
  const auto blocked =
      other->write(Durability::quick, [](soci::session& sql) { sql << "UPDATE sample SET value = 6"; });
  const double waited = secondsSince(start);
  released.count_down();
  writer.join();

  CHECK(blocked.error().fault == StoreFault::busy);
  CHECK(waited > 1.5);
  CHECK(waited < 6);
  CHECK(other->write(Durability::quick, [](soci::session& sql) { sql << "UPDATE sample SET value = 7"; })
            .has_value());
  CHECK(numberOf(*holder, "SELECT value FROM sample") == 7);
}

TEST_CASE("who finds no free session is told so after two seconds") {
  const TestDatabase database;
  const auto store = withTable(database, 1);
  std::latch held(1), released(1);
  std::jthread reader([&] {
    CHECK(store
              ->read([&](soci::session&) {
                held.count_down();
                released.wait();
              })
              .has_value());
  });
  held.wait();
  const auto start = Clock::now();
  const auto blocked = store->read([](soci::session&) {});
  const double waited = secondsSince(start);
  released.count_down();
  CHECK(blocked.error().fault == StoreFault::busy);
  CHECK(waited > 1.5);
  CHECK(waited < 6);
}

TEST_CASE("no room to write is full") {
  const TestDatabase database;
  const auto store = withTable(database, 1);
  const auto full = store->write(Durability::quick, [&](soci::session& sql) {
    if (store->backend() == Backend::postgresql) {  // a full disk, in the server's words
      sql << "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$";
      return;
    }
    sql << "PRAGMA max_page_count = 4";
    for (int i = 0; i < 2000; ++i)
      insertRow(sql, "a name that takes some room " + std::to_string(i));
  });
  CHECK(full.error().fault == StoreFault::full);
  CHECK(rows(*store) == 1);
}

TEST_CASE("a lost connection is found, and made again for the next call") {
  const TestDatabase database;
  const auto store = withTable(database, 1);
  if (store->backend() != Backend::postgresql) return;  // a file has no connection
  const auto lost = store->write(Durability::quick, [](soci::session& sql) {
    insertRow(sql, "lost");
    sql << "SELECT pg_terminate_backend(pg_backend_pid())";
  });
  CHECK(lost.error().fault == StoreFault::gone);
  CHECK(rows(*store) == 1);

  // Lost between two calls: nobody notices. The server ends a connection in its own time, so wait for it.
  const auto other = database.open(1);
  CHECK(other
            ->write(Durability::quick,
                    [](soci::session& sql) { sql << "SELECT pg_terminate_backend(pid) " + othersHere(); })
            .has_value());
  const auto isAlone = [&] { return numberOf(*other, "SELECT count(*) " + othersHere()) == 0; };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!isAlone() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  REQUIRE(isAlone());
  CHECK(rows(*store) == 1);
}

// On SQLite the same is seen on the disk itself (store_disk_test.cpp).
TEST_CASE("a commit of PostgreSQL promises what was asked for") {
  const TestDatabase database;
  const auto store = database.open(1);
  if (store->backend() == Backend::sqlite) return;
  const auto settingOf = [&](Durability durability) {
    return store
        ->write(durability,
                [&](soci::session& sql) {
                  std::string setting;
                  sql << "SHOW synchronous_commit", soci::into(setting);
                  return setting;
                })
        .value();
  };
  CHECK(settingOf(Durability::safe) == "on");
  CHECK(settingOf(Durability::quick) == "off");
  CHECK(settingOf(Durability::safe) == "on");
}

TEST_CASE("many threads write and nothing is lost") {
  const TestDatabase database;
  const auto store = withTable(database, 3);
  const auto other = database.open(2);
  constexpr int kThreads = 6, kTimes = 25;
  std::atomic<int> failures{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < kTimes; ++n)
          if (!(i % 2 == 0 ? *store : *other).write(Durability::quick, [](soci::session& sql) {
                sql << "UPDATE sample SET value = value + 1";
              }))
            ++failures;
      });
  }
  CHECK(failures == 0);
  CHECK(numberOf(*store, "SELECT value FROM sample") == 1 + kThreads * kTimes);
}

}  // namespace ssc::center
