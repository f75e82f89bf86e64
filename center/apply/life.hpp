// The life of an application as a table: which step leads from which state to which, and who may take it.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::center {

enum class Actor : std::uint8_t { person, clerk, time };

struct StepRow {
  std::string_view step, from, to;
  Actor actor;
  bool needsReason = false;
  bool secondPerson = false;  ///< another member of staff than the one who checked
};

/// Days in which a returned application can be sent again.
inline constexpr int kReturnDays = 15;

/// nullptr: this step does not begin in this state (3102).
const StepRow* findStep(std::string_view step, std::string_view from);
/// Whether a clerk takes this step at all.
bool isDecision(std::string_view step);

}  // namespace ssc::center
