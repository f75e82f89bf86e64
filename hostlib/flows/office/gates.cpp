#include "hostlib/flows/office/gates.hpp"

#include "hostlib/catalogue/find_row.hpp"
#include "hostlib/flows/office/gate_rows.hpp"

namespace ssc::flows {

using catalogue::findRow;

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
  return findRow(gates(), item, &Gate::item);
}

const GateWord* findGateResult(std::string_view id) {
  return findRow(gateResults(), id);
}

const GateWord* findGateReason(std::string_view id) {
  return findRow(gateReasons(), id);
}

}  // namespace ssc::flows
