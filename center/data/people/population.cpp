#include "center/data/people/population.hpp"

#include <algorithm>

#include "center/data/people/person.hpp"
#include "center/data/people/sample_holders.hpp"

namespace ssc::center {
namespace {

constexpr std::uint32_t kBatch = 4'000;

tl::unexpected<StoreError> broken(const char* what) {
  return tl::unexpected(StoreError{StoreFault::broken, what});
}

// How far the area is. A new area gets its sample holders in the same transaction.
Stored<std::uint32_t> begin(soci::session& sql, const PopulationPlan& plan, Day today) {
  const std::string seed = std::to_string(plan.seed);
  const long long people = plan.people;
  std::string oldSeed, oldToday;
  long long oldPeople = 0, done = 0;
  sql << "SELECT people, seed, today, done FROM population WHERE area = :area", soci::into(oldPeople),
      soci::into(oldSeed), soci::into(oldToday), soci::into(done), soci::use(plan.area, "area");
  if (!sql.got_data()) {
    sql << "INSERT INTO population (area, people, seed, today, done) VALUES (:area, :people, :seed, :today, "
           "0)",
        soci::use(plan.area, "area"), soci::use(people, "people"), soci::use(seed, "seed"),
        soci::use(plan.today, "today");
    writeSampleHolders(sql, plan.area, today);
    return 0;
  }
  if (oldPeople != people || oldSeed != seed || oldToday != plan.today)
    return tl::unexpected(StoreError{StoreFault::conflict, "the area has people of another plan"});
  return static_cast<std::uint32_t>(done);
}

void makeOne(const PopulationPlan& plan, Day today, std::uint32_t index, RowWriter& rows) {
  Dice dice(plan.seed, index);
  const auto person = makePerson(plan, today, index, dice);
  const Making making{person, today, dice, rows};
  writePerson(making);
  writeCards(making);
  writeWork(making);
  writeInsurance(making);
  writeInjury(making);
  writeHealth(making);
  writeLearning(making);
  writeDisputes(making);
  writeEverydayLife(making);
}

void makeBatch(soci::session& sql, const PopulationPlan& plan, Day today, std::uint32_t from,
               std::uint32_t to) {
  RowWriter rows(sql);
  for (auto index = from; index < to; ++index)
    makeOne(plan, today, index, rows);
  rows.finish();
  const long long done = to;
  sql << "UPDATE population SET done = :done WHERE area = :area", soci::use(done, "done"),
      soci::use(plan.area, "area");
}

}  // namespace

bool isSimulatedArea(std::string_view area) {
  return area == "999900" || area == "999999";
}

Stored<std::string> populationDay(Store& store, const std::string& area) {
  return store.read([&](soci::session& sql) {
    std::string day;
    sql << "SELECT today FROM population WHERE area = :area", soci::into(day), soci::use(area, "area");
    return day;
  });
}

Stored<PopulationResult> populate(Store& store, const PopulationPlan& plan,
                                  const PopulationProgress& progress, const std::stop_token& stop) {
  const auto today = parseDay(plan.today);
  if (!today) return broken("today is not a day yyyy-MM-dd");
  if (plan.people > kMostPeople) return broken("a plan has at most 5,000,000 people");
  if (!isSimulatedArea(plan.area)) return broken("people are invented for 999900 and 999999 only");

  auto done = store.write(Durability::safe, [&](soci::session& sql) { return begin(sql, plan, *today); });
  if (!done) return tl::unexpected(done.error());
  while (*done < plan.people && !stop.stop_requested()) {
    const auto to = std::min(plan.people, *done + kBatch);
    const auto made =
        store.write(Durability::quick, [&](soci::session& sql) { makeBatch(sql, plan, *today, *done, to); });
    if (!made) return tl::unexpected(made.error());
    *done = to;
    if (progress) progress(to, plan.people);
  }
  return PopulationResult{*done, *done == plan.people};
}

}  // namespace ssc::center
