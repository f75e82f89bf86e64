#include <algorithm>
#include <vector>

#include "center/data/migration.hpp"
#include "center/data/store.hpp"

namespace ssc::center {
namespace {

constexpr std::size_t kMostMigrations = 10'000;  // four digits

std::vector<int> appliedNumbers(soci::session& sql) {
  std::vector<int> numbers(kMostMigrations);
  sql << "SELECT number FROM schema_version ORDER BY number", soci::into(numbers);
  return numbers;
}

bool isKnown(int number) {
  return std::ranges::any_of(migrations(),
                             [&](const auto& step) { return std::cmp_equal(step.number, number); });
}

void apply(soci::session& sql, Backend backend, const Migration& step) {
  for (const auto statement : step.statements)
    sql << inDialect(backend, statement);
  const int number = static_cast<int>(step.number);
  const std::string name(step.name);
  sql << "INSERT INTO schema_version (number, name) VALUES (:number, :name)", soci::use(number, "number"),
      soci::use(name, "name");
}

Stored<unsigned> bringUp(soci::session& sql, Backend backend) {
  sql << inDialect(backend, "{lock}");
  sql << inDialect(
      backend,
      "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name {text} NOT NULL)");
  const auto applied = appliedNumbers(sql);
  const auto unknown = std::ranges::find_if_not(applied, isKnown);
  if (unknown != applied.end())
    return tl::unexpected(
        StoreError{StoreFault::broken, "the database has migration " + std::to_string(*unknown) +
                                           ", which this program does not know: it is newer"});
  unsigned missing = 0;
  for (const auto& step : migrations()) {
    if (std::ranges::find(applied, static_cast<int>(step.number)) != applied.end()) continue;
    apply(sql, backend, step);
    ++missing;
  }
  return missing;
}

}  // namespace

Stored<unsigned> Store::migrate() {
  return write(Durability::safe, [this](soci::session& sql) { return bringUp(sql, backend()); });
}

}  // namespace ssc::center
