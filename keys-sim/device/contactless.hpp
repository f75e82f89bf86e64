// The answer as a T=CL interface gives it: at once, cut to what was asked for, without 61xx and 6Cxx.
#pragma once

#include "keys-sim/device/chip.hpp"

namespace ssc::sim {

inline apdu::Response contactlessAnswer(Chip& chip, const apdu::Command& command) {
  const apdu::Response whole = chip.process(command);
  const std::size_t wanted = command.expected().value_or(whole.data().size());
  if (wanted >= whole.data().size()) return whole;
  const auto cut = whole.data().begin() + static_cast<std::ptrdiff_t>(wanted);
  return {apdu::Bytes(whole.data().begin(), cut), whole.sw()};
}

}  // namespace ssc::sim
