// The state machine of the medical commands (card specification, part 5): which are accepted when, and where
// they lead. Any medical command that fails leads to idle; so do a failed VERIFY and the selection of a
// directory. Everything else leaves the state alone.
#pragma once

#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim::medical {

inline constexpr std::uint8_t kClass = 0xB0;

/// 9000 where the command may run now: 6985 outside DF04, 6901 in the wrong state.
apdu::StatusWord admission(const CardOs& card, const apdu::Header& header);

/// The state after any command of the card.
void noteOutcome(State& state, const apdu::Command& command, apdu::StatusWord sw);

/// A medical handler behind the admission, for the command table.
template <apdu::Response (*Handler)(CardOs&, const apdu::Command&)>
apdu::Response admitted(CardOs& card, const apdu::Command& command) {
  const auto admits = admission(card, command.header());
  return admits.ok() ? Handler(card, command) : status(admits);
}

}  // namespace ssc::sim::medical
