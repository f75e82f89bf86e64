// How every protocol machine of the firmware is written: rows of legal (state, event) → (action, next state).
// A pair without a row is illegal; each machine says what it does then. Tests walk the same rows.
// Tables are made by std::to_array: a std::array whose type g++ 12 has to deduce lands in writable memory,
// which on a microcontroller is scarce RAM instead of flash.
#pragma once

#include <span>

namespace ssc::fw {

template <class State, class Event, class Action>
struct StateRow {
  State in;
  Event on;
  Action act;
  State next;
};

/// The row of this state and event, or nullptr.
template <class Row, class State, class Event>
constexpr const Row* rowOf(std::span<const Row> rows, State in, Event on) {
  for (const Row& row : rows) {
    if (row.in == in && row.on == on) return &row;
  }
  return nullptr;
}

}  // namespace ssc::fw
