// GET CHALLENGE.
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {

apdu::Response getChallenge(PsamOs& psam, const apdu::Command& command) {
  apdu::Bytes challenge(command.expected().value_or(0));
  if (!psam.random().fill(challenge)) return status(kInternalError);
  psam.state().challenge = challenge;
  return {challenge, apdu::sw::kOk};
}

}  // namespace ssc::sim::psam
