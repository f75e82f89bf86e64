// What the card is for: signatures and deciphering (ISO/IEC 7816-8 §11.7, §11.11) with the key that MANAGE
// SECURITY ENVIRONMENT chose (ISO/IEC 7816-4 §11.5.11).
#include <algorithm>
#include <array>

#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::array<std::uint8_t, 3> kSigningKey{0x84, 0x01, kSigningPrivate};
constexpr std::array<std::uint8_t, 3> kDecipherKey{0x84, 0x01, kEncryptionPrivate};

apdu::Response setEnvironment(bool& permission, const apdu::Command& command,
                              const std::array<std::uint8_t, 3>& key) {
  if (!std::ranges::equal(command.data(), key)) return status(apdu::sw::kKeyNotFound);
  permission = true;
  return status(apdu::sw::kOk);
}

/// The holder's key for an operation. Errors: 6982 no PIN, 6985 no security environment, 6A88 no key yet.
tl::expected<crypto::Sm2KeyPair, apdu::StatusWord> keyFor(CardOs& card, bool permitted, std::uint16_t fid) {
  if (!card.state().satisfied(kUserPin)) return tl::unexpected(apdu::sw::kSecurityNotSatisfied);
  if (!permitted) return tl::unexpected(apdu::sw::kConditionsNotSatisfied);
  auto pair = keyPairIn(*card.state().directory, fid);
  if (!pair) return tl::unexpected(apdu::sw::kKeyNotFound);
  return std::move(*pair);
}

}  // namespace

apdu::Response setSigningEnvironment(CardOs& card, const apdu::Command& command) {
  return setEnvironment(card.state().pki.canSign, command, kSigningKey);
}

apdu::Response setDecipherEnvironment(CardOs& card, const apdu::Command& command) {
  return setEnvironment(card.state().pki.canDecipher, command, kDecipherKey);
}

apdu::Response computeSignature(CardOs& card, const apdu::Command& command) {
  const auto pair = keyFor(card, card.state().pki.canSign, kSigningPrivate);
  if (!pair) return status(pair.error());
  crypto::Sm3Digest e{};
  std::ranges::copy(command.data(), e.begin());
  const auto signature = pair->signDigest(e);
  if (!signature) return status(kInternalError);
  return {apdu::Bytes(signature->begin(), signature->end()), apdu::sw::kOk};
}

apdu::Response decipherData(CardOs& card, const apdu::Command& command) {
  const auto pair = keyFor(card, card.state().pki.canDecipher, kEncryptionPrivate);
  if (!pair) return status(pair.error());
  const auto plain = pair->decrypt(command.data());
  if (!plain) return status(apdu::sw::kWrongData);
  return {apdu::Bytes(plain->reveal().begin(), plain->reveal().end()), apdu::sw::kOk};
}

}  // namespace ssc::sim::pki
