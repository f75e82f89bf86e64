#include "hostlib/flows/office/print_states.hpp"

#include <algorithm>
#include <array>

namespace ssc::flows {
namespace {

using S = PrintState;

constexpr std::array kRows{
    PrintStateRow{S::created, "created", S::rendered, S::failed, false, false},
    PrintStateRow{S::rendered, "rendered", S::registered, S::failed, false, false},
    PrintStateRow{S::registered, "registered", S::spooled, S::voided, true, false},
    PrintStateRow{S::spooled, "spooled", S::printing, S::voided, true, true},
    PrintStateRow{S::printing, "printing", S::presented, S::voided, true, true, S::asked},
    PrintStateRow{S::presented, "presented", S::taken, S::retracted, true, true},
    PrintStateRow{S::asked, "asked", S::taken, S::voided, true, true},
    PrintStateRow{S::taken, "taken", S::taken, S::taken, false, false},
    PrintStateRow{S::retracted, "retracted", S::voided, S::voided, true, true},
    PrintStateRow{S::voided, "voided", S::voided, S::voided, false, false},
    PrintStateRow{S::failed, "failed", S::failed, S::failed, false, false},
};

constexpr bool isInOrder() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows.at(i).state != static_cast<S>(i)) return false;
  }
  return true;
}
static_assert(isInOrder());

}  // namespace

const PrintStateRow& rowOf(PrintState state) {
  return kRows.at(static_cast<std::size_t>(state));
}

std::optional<PrintState> printStateNamed(std::string_view name) {
  const auto* row = std::ranges::find(kRows, name, &PrintStateRow::name);
  return row == kRows.end() ? std::nullopt : std::optional(row->state);
}

PrintState nextOf(PrintState state, bool withPresenter) {
  const PrintStateRow& row = rowOf(state);
  return withPresenter ? row.onSuccess : row.otherwise.value_or(row.onSuccess);
}

}  // namespace ssc::flows
