#include "hostlib/flows/reason.hpp"

namespace ssc::flows {

// The generator writes the rows in the order of the enum.
const ReasonRow& rowOf(Reason reason) {
  return kReasonRows.at(static_cast<std::size_t>(reason));
}

}  // namespace ssc::flows
