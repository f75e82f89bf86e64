// VERIFY (ISO/IEC 7816-4 §11.5.6): without data it asks for the tries left and costs none.
#include "crypto/digest.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

constexpr const char* kPinCounter = "PIN";

apdu::Response query(bool hasPin, unsigned tries) {
  return status(hasPin ? triesLeftStatus(tries) : apdu::sw::kOk);
}

apdu::Response compare(CardOs& card, apdu::ByteView block, unsigned tries) {
  const bool right = crypto::equalInConstantTime(block, card.pin());
  const unsigned left = right ? card.profile().pinTries : tries - 1;
  if (!card.setTries(kPinCounter, left)) return status(kMemoryFailure);
  if (!right) return status(triesLeftStatus(left));
  card.state().pinVerified = true;
  return status(apdu::sw::kOk);
}

}  // namespace

apdu::Response verify(CardOs& card, const apdu::Command& command) {
  // The PIN belongs to SSSE: outside there is nothing to verify against.
  if (card.environment() != "SSSE") return status(apdu::sw::kKeyNotFound);
  const bool hasPin = !card.pin().empty();
  const unsigned tries = card.triesOf(kPinCounter, card.profile().pinTries);
  if (hasPin && tries == 0) return status(apdu::sw::kMethodBlocked);
  if (command.data().empty()) return query(hasPin, tries);
  if (!hasPin) return status(triesLeftStatus(tries));
  return compare(card, command.data(), tries);
}

}  // namespace ssc::sim
