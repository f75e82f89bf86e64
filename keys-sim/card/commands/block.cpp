// APPLICATION BLOCK and CARD BLOCK (JR/T 0025; card specification, part 5). Both are for good.
#include "keys-sim/card/access.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/secure_messaging.hpp"

namespace ssc::sim {
namespace {

apdu::Response blockUnderMac(CardOs& card, const std::string& what, std::string_view keyHolder,
                             const apdu::Command& command) {
  const auto session = checkMac(card, keyHolder, command);
  if (!session) return status(session.error());
  PersistentState next = card.durable();
  next.blocked.insert(what);
  return status(card.commit(next) ? apdu::sw::kOk : kMemoryFailure);
}

// Applications without a key of their own for it can be blocked by whoever maintains them.
bool mayBlock(CardOs& card, const std::string& df) {
  const std::string permission = "LK" + df;
  return !cardspec::findKey(permission) || card.state().satisfied(permission);
}

}  // namespace

apdu::Response applicationBlock(CardOs& card, const apdu::Command& command) {
  const Directory& directory = *card.state().directory;
  if (directory.parent != "SSSE") return status(apdu::sw::kConditionsNotSatisfied);
  if (!mayBlock(card, directory.df)) return status(apdu::sw::kSecurityNotSatisfied);
  return blockUnderMac(card, directory.df, directory.df, command);
}

apdu::Response cardBlock(CardOs& card, const apdu::Command& command) {
  if (card.environment() != "SSSE") return status(apdu::sw::kConditionsNotSatisfied);
  if (!card.state().satisfied("BK")) return status(apdu::sw::kSecurityNotSatisfied);
  return blockUnderMac(card, "MF", "SSSE", command);
}

}  // namespace ssc::sim
