#include "tests/unit/center/test_database.hpp"

#include <atomic>
#include <cstdlib>
#include <doctest/doctest.h>
#include <unistd.h>
#include <vector>

#include "crypto/digest.hpp"

namespace ssc::center {
namespace {

std::string cellText(const soci::row& row, std::size_t column) {
  if (row.get_indicator(column) == soci::i_null) return "NULL";
  switch (row.get_properties(column).get_data_type()) {
    case soci::dt_string:
      return row.get<std::string>(column);
    case soci::dt_integer:
      return std::to_string(row.get<int>(column));
    case soci::dt_long_long:
      return std::to_string(row.get<long long>(column));
    default:
      return "unexpected type";
  }
}

std::vector<std::string> allTables(soci::session& sql) {
  const bool sqlite = sql.get_backend_name() == "sqlite3";
  const soci::rowset<std::string> names =
      (sql.prepare
       << (sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                    "ORDER BY name"
                  : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
                    "ORDER BY table_name"));
  return {names.begin(), names.end()};
}

void appendRows(soci::session& sql, const std::string& table, std::string& text) {
  const soci::rowset<soci::row> rows = (sql.prepare << "SELECT * FROM " + table + " ORDER BY 1, 2");
  for (const auto& row : rows) {
    text += table;
    for (std::size_t column = 0; column < row.size(); ++column)
      text += '|' + cellText(row, column);
    text += '\n';
  }
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const auto byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

bool holdsRowsOfPeople(soci::session& sql, const std::string& table) {
  const soci::rowset<soci::row> none = (sql.prepare << "SELECT * FROM " + table + " LIMIT 1");
  const auto first = none.begin();
  return first != none.end() && first->size() > 1 && first->get_properties(0).get_name() == "aac002" &&
         first->get_properties(1).get_name() == "seq";
}

}  // namespace

TestDatabase::TestDatabase() {
  if (const char* url = std::getenv("SSC_TEST_DB")) {
    url_ = url;
    const auto dropped = open(1)->write(Durability::quick, [](soci::session& sql) {
      sql << "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    });
    REQUIRE(dropped.has_value());
    return;
  }
  static std::atomic<int> count{0};
  folder_ = std::filesystem::temp_directory_path() /
            ("ssc-center-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  std::filesystem::create_directories(folder_);
  url_ = "sqlite:" + (folder_ / "center test.db").string();
}

TestDatabase::~TestDatabase() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<Store> TestDatabase::open(std::size_t sessions) const {
  auto store = Store::open(url_, sessions);
  REQUIRE_MESSAGE(store.has_value(), (store ? std::string() : store.error().what));
  return *std::move(store);
}

std::unique_ptr<Store> TestDatabase::openMigrated(std::size_t sessions) const {
  auto store = open(sessions);
  const auto done = store->migrate();
  REQUIRE_MESSAGE(done.has_value(), (done ? std::string() : done.error().what));
  return store;
}

std::string digestOfAllRows(Store& store) {
  std::string text;
  const auto read = store.read([&](soci::session& sql) {
    for (const auto& table : allTables(sql))
      appendRows(sql, table, text);
  });
  REQUIRE(read.has_value());
  return hexadecimal(*crypto::sm3(crypto::bytesOf(text)));
}

std::vector<std::string> tablesOfPeople(Store& store) {
  auto tables = store.read([](soci::session& sql) {
    auto names = allTables(sql);
    std::erase_if(names, [&](const auto& name) { return !holdsRowsOfPeople(sql, name); });
    return names;
  });
  REQUIRE(tables.has_value());
  return *tables;
}

long long numberOf(Store& store, const std::string& select) {
  const auto number = store.read([&](soci::session& sql) {
    long long value = 0;
    sql << select, soci::into(value);
    return value;
  });
  REQUIRE_MESSAGE(number.has_value(), (number ? std::string() : number.error().what));
  return *number;
}

}  // namespace ssc::center
