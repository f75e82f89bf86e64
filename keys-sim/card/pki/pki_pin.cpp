#include "keys-sim/card/pki/pki_pin.hpp"

#include <algorithm>
#include <array>

#include "crypto/digest.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::size_t kKeySize = 16;

constexpr std::array<Pin, 2> kPins{{
    {kUserReference, kUserPin, &PkiProfile::userPin},
    {kAdminReference, "PKI.ADMIN", &PkiProfile::adminPin},
}};

const Pin* findPin(std::uint8_t reference) {
  const auto* found =
      std::find_if(kPins.begin(), kPins.end(), [&](const Pin& pin) { return pin.reference == reference; });
  return found == kPins.end() ? nullptr : found;
}

}  // namespace

bool isPinReference(std::uint8_t reference) {
  return findPin(reference) != nullptr;
}

const Pin& pinOf(std::uint8_t reference) {
  const Pin* pin = findPin(reference);
  return pin ? *pin : kPins.front();
}

unsigned triesLeft(const CardOs& card, const Pin& pin) {
  return card.triesOf(pin.name, card.profile().pki->pinTries);
}

CryptoResult<Key> pinKey(apdu::ByteView packedPin) {
  return crypto::sm3(packedPin).map(
      [](const crypto::Sm3Digest& digest) { return Key(ByteView(digest).first(kKeySize)); });
}

CryptoResult<Key> pinKey(const CardOs& card, const Pin& pin) {
  const auto& images = card.durable().images;
  const auto changed = images.find(pin.name);
  if (changed != images.end() && !changed->second.empty()) return pinKey(changed->second.front());
  return pinKey((*card.profile().pki.*pin.initial).reveal());
}

void addTries(const CardOs& card, std::map<std::string, unsigned>& tries) {
  if (!card.profile().pki) return;
  for (const auto& pin : kPins)
    tries.emplace(pin.name, card.profile().pki->pinTries);
}

}  // namespace ssc::sim::pki
