// Quick checks at gates and desks: what each item's gate says, and what the center's words mean for people.
// Rows: gates.toml.
#pragma once

#include <span>
#include <string_view>

#include "hostlib/catalogue/catalogue.hpp"

namespace ssc::flows {

/// A value the gate knows of itself or of what is wanted there: "room".
struct GateInput {
  std::string_view id;
  std::span<const std::string_view> words;  ///< it is one of these; empty: any text
};

struct Gate {
  std::string_view item;  ///< catalogue id
  std::span<const GateInput> inputs;
};

/// A word of the center's answer.
struct GateWord {
  std::string_view id;
  bool passes;  ///< of a result: the person goes on
  catalogue::Text text;
};

std::span<const Gate> gates();
std::span<const GateWord> gateResults();
std::span<const GateWord> gateReasons();

/// nullptr when there is none.
const Gate* findGate(std::string_view item);
const GateWord* findGateResult(std::string_view id);
const GateWord* findGateReason(std::string_view id);

}  // namespace ssc::flows
