// What the store promises of the disk, on a disk that is watched. SQLite only.
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <future>
#include <random>
#include <string>
#include <tuple>
#include <unistd.h>

#include "center/data/store.hpp"
#include "tests/support/test_disk.hpp"

namespace ssc::center {
namespace {

using tests::TestDisk;
using namespace std::chrono_literals;

constexpr std::string_view kLog = "-wal";

/// A database file on the watched disk, with one table.
class Rig {
 public:
  Rig() : disk(TestDisk::install(true)) {
    disk.watch({});
    std::filesystem::create_directories(folder_);
    store = Store::open("sqlite:" + (folder_ / "center.db").string(), 4).value();
    REQUIRE(
        store->write(Durability::safe, [](soci::session& sql) { sql << "CREATE TABLE sample (name TEXT)"; }));
  }
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;
  ~Rig() {
    disk.watch({});
    store.reset();
    std::filesystem::remove_all(folder_);
  }

  Stored<void> add(Durability durability) const {
    return store->write(durability, [](soci::session& sql) { sql << "INSERT INTO sample VALUES ('x')"; });
  }
  long long rows() const {
    return store
        ->read([](soci::session& sql) {
          long long count = 0;
          sql << "SELECT COUNT(*) FROM sample", soci::into(count);
          return count;
        })
        .value();
  }

  TestDisk& disk;
  std::unique_ptr<Store> store;

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("ssc-store-disk-" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("a safe change is on disk when it is answered, a quick one not yet") {
  const Rig rig;
  CHECK_EQ(rig.disk.unsynced(kLog), 0);
  REQUIRE(rig.add(Durability::quick));
  CHECK_GT(rig.disk.unsynced(kLog), 4096);
  REQUIRE(rig.add(Durability::safe));
  CHECK_EQ(rig.disk.unsynced(kLog), 0);  // with what came before it
}

TEST_CASE("while a change is on its way to the disk, others write") {
  const Rig rig;
  std::promise<void> atDisk, mayGoOn;
  auto goOn = mayGoOn.get_future().share();
  std::atomic<bool> first{true};
  rig.disk.watch([&](const TestDisk::Event& event) {
    if (event.operation == TestDisk::Operation::sync && event.path.ends_with(kLog) && first.exchange(false)) {
      atDisk.set_value();
      goOn.wait();
    }
    return SQLITE_OK;
  });
  auto safe = std::async(std::launch::async, [&] { return rig.add(Durability::safe); });
  REQUIRE(atDisk.get_future().wait_for(10s) == std::future_status::ready);
  CHECK(rig.add(Durability::quick).has_value());
  CHECK(safe.wait_for(0s) == std::future_status::timeout);  // it still waits for the disk
  mayGoOn.set_value();
  CHECK(safe.get().has_value());
  CHECK_EQ(rig.rows(), 2);
}

TEST_CASE("a disk that does not sync is an error, and the store goes on") {
  const Rig rig;
  rig.disk.watch([](const TestDisk::Event& event) {
    return event.operation == TestDisk::Operation::sync ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  });
  const auto failed = rig.add(Durability::safe);
  REQUIRE(!failed.has_value());
  CHECK(failed.error().fault == StoreFault::gone);
  rig.disk.watch({});
  CHECK(rig.add(Durability::safe).has_value());
  CHECK_EQ(rig.disk.unsynced(kLog), 0);
}

TEST_CASE("after a power cut every safe change is there") {
  std::mt19937_64 random(20261124);
  int lost = 0;
  for (int round = 0; round < 30; ++round) {
    const auto folder = std::filesystem::temp_directory_path() / ("ssc-power-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto url = "sqlite:" + (folder / "center.db").string();
    int safe = 0, quick = 0;
    auto& disk = TestDisk::install(true);
    {
      const auto store = Store::open(url, 2).value();
      REQUIRE(store->write(Durability::safe,
                           [](soci::session& sql) { sql << "CREATE TABLE sample (name TEXT)"; }));
      const auto add = [&](Durability durability, const char* name) {
        return store->write(durability, [&](soci::session& sql) {
          const std::string text = name;
          sql << "INSERT INTO sample VALUES (:name)", soci::use(text);
        });
      };
      for (int i = 0; i < 20; ++i) {
        const bool isSafe = random() % 4 == 0;
        REQUIRE(add(isSafe ? Durability::safe : Durability::quick, isSafe ? "safe" : "quick"));
        ++(isSafe ? safe : quick);
      }
      disk.cutPower(random);
      std::filesystem::copy(folder, folder.string() + "-after", std::filesystem::copy_options::recursive);
    }
    std::filesystem::remove_all(folder);
    std::filesystem::rename(folder.string() + "-after", folder);
    {
      const auto store = Store::open(url, 1).value();
      const auto counted = store->read([](soci::session& sql) {
        int safeRows = 0, quickRows = 0;
        std::string whole;
        sql << "SELECT COUNT(*) FROM sample WHERE name = 'safe'", soci::into(safeRows);
        sql << "SELECT COUNT(*) FROM sample WHERE name = 'quick'", soci::into(quickRows);
        sql << "PRAGMA integrity_check", soci::into(whole);
        return std::tuple(safeRows, quickRows, whole);
      });
      REQUIRE(counted.has_value());
      CHECK_EQ(std::get<0>(*counted), safe);
      CHECK_LE(std::get<1>(*counted), quick);
      CHECK_EQ(std::get<2>(*counted), "ok");
      lost += quick - std::get<1>(*counted);
    }
    std::filesystem::remove_all(folder);
  }
  CHECK_GT(lost, 0);  // the power was cut indeed
}

}  // namespace ssc::center
