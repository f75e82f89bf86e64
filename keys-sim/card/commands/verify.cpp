// VERIFY (ISO/IEC 7816-4 §11.5.6): without data it asks for the tries left and costs none.
#include "crypto/digest.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/pin.hpp"

namespace ssc::sim {
namespace {

apdu::Response query(bool hasPin, unsigned tries) {
  return status(hasPin ? triesLeftStatus(tries) : apdu::sw::kOk);
}

apdu::Response compare(CardOs& card, apdu::ByteView block, unsigned tries) {
  if (!crypto::equalInConstantTime(block, card.pin())) return refusePin(card, tries);
  if (!card.setTries(kPinCounter, card.profile().pinTries)) return status(kMemoryFailure);
  card.state().pinVerified = true;
  return status(apdu::sw::kOk);
}

}  // namespace

apdu::Response verify(CardOs& card, const apdu::Command& command) {
  // The PIN belongs to SSSE: outside there is nothing to verify against.
  if (card.environment() != "SSSE") return status(apdu::sw::kKeyNotFound);
  const bool hasPin = !card.pin().empty();
  const unsigned tries = pinTriesLeft(card);
  if (hasPin && tries == 0) return status(apdu::sw::kMethodBlocked);
  if (command.data().empty()) return query(hasPin, tries);
  if (!hasPin) return status(triesLeftStatus(tries));
  return compare(card, command.data(), tries);
}

}  // namespace ssc::sim
