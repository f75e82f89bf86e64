// The signing pair: made inside the card, whose private half never leaves it; the public halves are for
// everybody.
#include <algorithm>
#include <array>

#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"

namespace ssc::sim::pki {
namespace {

struct Choice {
  std::array<std::uint8_t, 8> object;  // C0 02 file, C2 02 file: public and private half
  std::uint16_t publicFile;
};
constexpr Choice kSigningPair{{0xC0, 0x02, 0x00, 0x12, 0xC2, 0x02, 0x00, 0x13}, kSigningPublic};
constexpr Choice kEncryptionPair{{0xC0, 0x02, 0x00, 0x14, 0xC2, 0x02, 0x00, 0x15}, kEncryptionPublic};

bool names(const apdu::Command& command, const Choice& choice) {
  return std::ranges::equal(command.data(), choice.object);
}

/// From the card's own randomness; a draw that is no key (one in 2^32) is drawn again.
std::optional<crypto::Key> drawPrivateKey(crypto::RandomSource& random) {
  constexpr std::size_t kScalar = 32;
  constexpr int kDraws = 4;
  for (int draw = 0; draw < kDraws; ++draw) {
    crypto::Key d(kScalar);
    if (!random.fill(d.revealMutable())) return std::nullopt;
    if (crypto::Sm2KeyPair::fromPrivate(d)) return d;
  }
  return std::nullopt;
}

std::optional<apdu::Bytes> pointOf(const crypto::Key& d) {
  const auto key = crypto::Sm2KeyPair::fromPrivate(d).and_then(
      [](const crypto::Sm2KeyPair& pair) { return pair.publicKey(); });
  if (!key) return std::nullopt;
  return key->point();
}

}  // namespace

apdu::Response generateKeyPair(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied(kUserPin)) return status(apdu::sw::kSecurityNotSatisfied);
  if (!names(command, kSigningPair)) return status(apdu::sw::kKeyNotFound);
  const auto d = drawPrivateKey(card.random());
  const auto point = d ? pointOf(*d) : std::nullopt;
  if (!point) return status(kInternalError);
  PersistentState next = card.durable();
  next.images[imageName(kApplication, kSigningPublic)] = {publicKeyObject(*point)};
  next.images[imageName(kApplication, kSigningPrivate)] = {privateKeyObject(d->reveal())};
  return status(card.commit(next) ? apdu::sw::kOk : kMemoryFailure);
}

apdu::Response choosePublicKey(CardOs& card, const apdu::Command& command) {
  for (const auto& choice : {kSigningPair, kEncryptionPair}) {
    if (!names(command, choice)) continue;
    card.state().pki.exported = choice.publicFile;
    return status(apdu::sw::kOk);
  }
  return status(apdu::sw::kKeyNotFound);
}

apdu::Response exportPublicKey(CardOs& card, const apdu::Command&) {
  if (card.state().pki.exported == 0) return status(apdu::sw::kConditionsNotSatisfied);
  const auto point = pointIn(*card.state().directory, card.state().pki.exported);
  if (!point) return status(apdu::sw::kKeyNotFound);
  return {publicKeyObject(*point), apdu::sw::kOk};
}

}  // namespace ssc::sim::pki
