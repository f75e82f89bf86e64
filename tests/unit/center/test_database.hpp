// An empty database for one test: a file of its own, or what SSC_TEST_DB names (a PostgreSQL server of the
// test's own: its schema is dropped).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "center/data/store.hpp"

namespace ssc::center {

class TestDatabase {
 public:
  TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  const std::string& url() const { return url_; }
  /// Another way in, as another process would have.
  std::unique_ptr<Store> open(std::size_t sessions = 4) const;
  /// With the schema.
  std::unique_ptr<Store> openMigrated(std::size_t sessions = 4) const;

 private:
  std::filesystem::path folder_;  // empty: PostgreSQL
  std::string url_;
};

/// SM3 over all rows of all tables, in the order of their keys.
std::string digestOfAllRows(Store& store);
/// The tables that hold rows of people: those with aac002 and seq.
std::vector<std::string> tablesOfPeople(Store& store);
/// The one number that a SELECT gives.
long long numberOf(Store& store, const std::string& select);

}  // namespace ssc::center
