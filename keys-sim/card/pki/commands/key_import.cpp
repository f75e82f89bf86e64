// The encryption pair comes from the certificate authority's key centre: a transport key in an envelope for
// the signing key, the public half in clear, the private half under the transport key.
#include <algorithm>
#include <array>

#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"
#include "keys-sim/card/pki/pki_protection.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::array<std::uint8_t, 6> kEnvelopeHead{0xC2, 0x02, 0x00, 0x13, 0xC1, 0x82};  // then the length
constexpr std::array<std::uint8_t, 2> kTransportKeyHead{0xC1, 0x10};
constexpr std::array<std::uint8_t, 6> kPublicHead{0xC0, 0x02, 0x00, 0x14, 0xCA, 0x40};
constexpr std::array<std::uint8_t, 6> kPrivateHead{0xC2, 0x02, 0x00, 0x15, 0xCB, 0x20};

/// What follows `head`, if the data begin with it.
template <std::size_t Size>
std::optional<apdu::ByteView> after(const std::array<std::uint8_t, Size>& head, apdu::ByteView data) {
  if (data.size() < Size || !std::ranges::equal(data.first(Size), head)) return std::nullopt;
  return data.subspan(Size);
}

/// The ciphertext behind its two bytes of length.
std::optional<apdu::ByteView> ciphertextIn(apdu::ByteView data) {
  constexpr std::size_t kLengthBytes = 2;
  const auto rest = after(kEnvelopeHead, data);
  if (!rest || rest->size() < kLengthBytes + kShortestCiphertext) return std::nullopt;
  const auto length = static_cast<std::size_t>((*rest)[0] << 8U | (*rest)[1]);
  return length == rest->size() - kLengthBytes ? std::optional(rest->subspan(kLengthBytes)) : std::nullopt;
}

bool belongTogether(apdu::ByteView d32, const apdu::Bytes& point) {
  const auto key =
      crypto::Sm2KeyPair::fromPrivate(crypto::Key(d32)).and_then([](const crypto::Sm2KeyPair& pair) {
        return pair.publicKey();
      });
  return key && key->point() == point;
}

}  // namespace

apdu::Response openEnvelope(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied(kUserPin)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto ciphertext = ciphertextIn(command.data());
  if (!ciphertext) return status(apdu::sw::kWrongData);
  const auto pair = keyPairIn(*card.state().directory, kSigningPrivate);
  if (!pair) return status(apdu::sw::kKeyNotFound);
  const auto plain = pair->decrypt(*ciphertext);
  if (!plain) return status(apdu::sw::kWrongData);
  return {apdu::Bytes(plain->reveal().begin(), plain->reveal().end()), apdu::sw::kOk};
}

apdu::Response importTransportKey(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied(kAnyPin)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto key = after(kTransportKeyHead, command.data());
  if (!key) return status(apdu::sw::kWrongData);
  card.state().pki.transportKey = std::make_shared<Key>(*key);
  return status(apdu::sw::kOk);
}

// A new public half makes the private half of the old pair worthless: both go in one step.
apdu::Response importPublicKey(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied(kAnyPin)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto point = after(kPublicHead, command.data());
  if (!point || !crypto::Sm2PublicKey::fromPoint(*point)) return status(apdu::sw::kWrongData);
  const ElementaryFile* privateFile = card.state().directory->findFile(kEncryptionPrivate);
  PersistentState next = card.durable();
  next.images[imageName(kApplication, kEncryptionPublic)] = {publicKeyObject(*point)};
  next.images[imageName(kApplication, kEncryptionPrivate)] = {apdu::Bytes(privateFile->content.size())};
  return status(card.commit(next) ? apdu::sw::kOk : kMemoryFailure);
}

apdu::Response importPrivateKey(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied(kAnyPin)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto encrypted = after(kPrivateHead, command.data());
  if (!encrypted) return status(apdu::sw::kWrongData);
  if (!card.state().pki.transportKey) return status(apdu::sw::kConditionsNotSatisfied);
  const auto point = pointIn(*card.state().directory, kEncryptionPublic);
  if (!point) return status(apdu::sw::kKeyNotFound);
  const auto d = decipher(*card.state().pki.transportKey, *encrypted);
  if (!d) return status(d.error());
  if (!belongTogether(d->reveal(), *point)) return status(apdu::sw::kWrongData);
  PersistentState next = card.durable();
  next.images[imageName(kApplication, kEncryptionPrivate)] = {privateKeyObject(d->reveal())};
  return status(card.commit(next) ? apdu::sw::kOk : kMemoryFailure);
}

}  // namespace ssc::sim::pki
