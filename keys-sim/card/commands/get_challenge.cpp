// GET CHALLENGE (ISO/IEC 7816-4 §11.5.3): every one replaces the last.
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {

apdu::Response getChallenge(CardOs& card, const apdu::Command& command) {
  apdu::Bytes challenge(command.expected().value_or(0));
  if (!card.random().fill(challenge)) return status(kInternalError);
  card.state().challenge = challenge;
  return {challenge, apdu::sw::kOk};
}

}  // namespace ssc::sim
