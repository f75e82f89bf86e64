#include "hostlib/flows/office/gates.hpp"

#include <algorithm>

#include "hostlib/flows/office/gate_rows.hpp"

namespace ssc::flows {
namespace {

template <class Row>
const Row* find(std::span<const Row> rows, std::string_view name, std::string_view Row::* member) {
  const auto row = std::ranges::find(rows, name, member);
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

std::span<const Gate> gates() {
  return kGates;
}

std::span<const GateWord> gateResults() {
  return kGateResults;
}

std::span<const GateWord> gateReasons() {
  return kGateReasons;
}

const Gate* findGate(std::string_view item) {
  return find(gates(), item, &Gate::item);
}

const GateWord* findGateResult(std::string_view id) {
  return find(gateResults(), id, &GateWord::id);
}

const GateWord* findGateReason(std::string_view id) {
  return find(gateReasons(), id, &GateWord::id);
}

}  // namespace ssc::flows
