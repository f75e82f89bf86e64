// INITIALIZE ENVIRONMENT: the first byte of the card identification code. It is optional; the byte is only
// stored.
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {

apdu::Response initializeEnvironment(PsamOs& psam, const apdu::Command& command) {
  psam.state().environmentByte = command.data().front();
  return status(apdu::sw::kOk);
}

}  // namespace ssc::sim::psam
