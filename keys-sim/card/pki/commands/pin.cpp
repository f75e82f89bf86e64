// The PIN commands: the digest a host may let the card compute, proof by challenge, change.
#include "keys-sim/card/pin.hpp"

#include <utility>

#include "crypto/digest.hpp"
#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"
#include "keys-sim/card/pki/pki_protection.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::uint8_t kPinObject = 0xC1;

apdu::Response accept(CardOs& card, const Pin& pin) {
  if (!card.setTries(pin.name, card.profile().pki->pinTries)) return status(kMemoryFailure);
  card.state().localKeys.insert(pin.name);
  card.state().localKeys.insert(std::string(kAnyPin));
  return status(apdu::sw::kOk);
}

// A wrong proof takes back what had been proven before.
apdu::Response refuse(CardOs& card, const Pin& pin, unsigned tries) {
  card.state().localKeys.clear();
  if (!card.setTries(pin.name, tries - 1)) return status(kMemoryFailure);
  return status(triesLeftStatus(tries - 1));
}

/// length || PIN || 80 00…
std::optional<apdu::ByteView> newPinIn(apdu::ByteView block) {
  const std::size_t length = block[0];
  const auto whole = length < block.size() ? unpadded(block, 1 + length) : std::nullopt;
  if (!whole || !isPackedPin(whole->subspan(1))) return std::nullopt;
  return whole->subspan(1);
}

bool replace(CardOs& card, const Pin& pin, apdu::ByteView packed) {
  PersistentState next = card.durable();
  next.images[pin.name] = Image{{packed.begin(), packed.end()}};
  next.triesLeft[pin.name] = card.profile().pki->pinTries;
  return card.commit(std::move(next));
}

}  // namespace

apdu::Response digestPin(CardOs&, const apdu::Command& command) {
  const auto data = command.data();
  if (data[0] != kPinObject || data[1] != data.size() - 2) return status(apdu::sw::kWrongData);
  const auto digest = crypto::sm3(data.subspan(2));
  if (!digest) return status(kInternalError);
  return {apdu::Bytes(digest->begin(), digest->end()), apdu::sw::kOk};
}

apdu::Response verifyPin(CardOs& card, const apdu::Command& command) {
  const Pin& pin = pinOf(command.header().p2);
  const unsigned tries = triesLeft(card, pin);
  if (tries == 0) return status(apdu::sw::kMethodBlocked);
  if (command.data().empty()) return status(triesLeftStatus(tries));
  const auto key = pinKey(card, pin);
  if (!key) return status(kInternalError);
  const auto proven = provesKey(card, *key, command.data());
  card.state().challenge.clear();
  if (!proven) return status(proven.error());
  return *proven ? accept(card, pin) : refuse(card, pin, tries);
}

apdu::Response changePin(CardOs& card, const apdu::Command& command) {
  const Pin& pin = pinOf(command.header().p2);
  if (!card.state().satisfied(pin.name)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto key = pinKey(card, pin);
  if (!key) return status(kInternalError);
  const auto block = openProtected(card, *key, command);
  if (!block) return status(block.error());
  const auto packed = newPinIn(block->reveal());
  if (!packed) return status(apdu::sw::kWrongData);
  return status(replace(card, pin, *packed) ? apdu::sw::kOk : kMemoryFailure);
}

}  // namespace ssc::sim::pki
