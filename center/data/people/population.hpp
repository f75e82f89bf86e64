// An area full of invented people: reproducible, quickly made, and to be gone on with after a stop.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "center/data/store.hpp"

namespace ssc::center {

/// 999900 and 999999: the areas nobody lives in.
bool isSimulatedArea(std::string_view area);

struct PopulationPlan {
  std::string area;      ///< a simulated one
  std::uint32_t people;  ///< besides the holders of the sample cards; at most kMostPeople
  std::uint64_t seed;
  std::string today;  ///< yyyy-MM-dd: what "now" is for the people made
};

inline constexpr std::uint32_t kMostPeople = 5'000'000;

struct PopulationResult {
  std::uint32_t people;  ///< there are now, besides the sample holders
  bool complete;         ///< false: it was stopped, and the same plan goes on from here
};

/// Told after each batch: people done, and of how many.
using PopulationProgress = std::function<void(std::uint32_t done, std::uint32_t of)>;

/// The holders of the sample cards first, then the plan's people in batches of one transaction each. A plan
/// that is complete already changes nothing; another plan for an area that has one is StoreFault::conflict, a
/// plan that cannot be is StoreFault::broken. The schema must be there (Store::migrate).
Stored<PopulationResult> populate(Store& store, const PopulationPlan& plan,
                                  const PopulationProgress& progress = {}, const std::stop_token& stop = {});

/// The day of the plan that was begun for this area, yyyy-MM-dd: it goes on from there on any other day. None
/// was begun: empty.
Stored<std::string> populationDay(Store& store, const std::string& area);

}  // namespace ssc::center
