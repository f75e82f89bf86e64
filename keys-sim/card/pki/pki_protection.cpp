#include "keys-sim/card/pki/pki_protection.hpp"

#include <algorithm>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/secure_messaging.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::size_t kBlock = 16, kShortChallenge = 8;

CryptoResult<Mac> macOf(const Key& key, apdu::ByteView iv, apdu::ByteView message) {
  return lastCbcBlock(Algorithm::sm4, key, iv, padded(Algorithm::sm4, message)).map([](const Bytes& last) {
    return foldMac(Algorithm::sm4, last);
  });
}

}  // namespace

OrStatus<apdu::Bytes> challengeBlock(const CardOs& card) {
  apdu::Bytes block = card.state().challenge;
  if (block.size() != kShortChallenge && block.size() != kBlock)
    return tl::unexpected(apdu::sw::kReferenceInvalid);
  block.resize(kBlock);
  return block;
}

OrStatus<bool> provesKey(const CardOs& card, const Key& key, apdu::ByteView proof16) {
  const auto challenge = challengeBlock(card);
  if (!challenge) return tl::unexpected(challenge.error());
  const auto expected = crypto::BlockCipher::sm4(key).and_then(
      [&](const crypto::BlockCipher& cipher) { return cipher.encryptEcb(*challenge); });
  if (!expected) return tl::unexpected(kInternalError);
  return crypto::equalInConstantTime(*expected, proof16);
}

OrStatus<crypto::SecretBytes> openProtected(const CardOs& card, const Key& key,
                                            const apdu::Command& command) {
  const auto iv = challengeBlock(card);
  if (!iv) return tl::unexpected(iv.error());
  const auto mac = macOf(key, *iv, protectedPart(command));
  if (!mac) return tl::unexpected(kInternalError);
  if (!crypto::equalInConstantTime(*mac, command.data().last(kMacLength))) return tl::unexpected(kMacWrong);
  return decipher(key, dataBeforeMac(command));
}

OrStatus<crypto::SecretBytes> decipher(const Key& key, apdu::ByteView blocks) {
  crypto::SecretBytes plain(blocks.size());
  const auto done = crypto::BlockCipher::sm4(key).and_then(
      [&](const crypto::BlockCipher& cipher) { return cipher.decryptEcb(blocks, plain.revealMutable()); });
  if (!done) return tl::unexpected(kInternalError);
  return plain;
}

std::optional<apdu::ByteView> unpadded(apdu::ByteView plaintext, std::size_t size) {
  constexpr std::uint8_t kMark = 0x80;
  if (plaintext.size() <= size || plaintext[size] != kMark) return std::nullopt;
  const auto rest = plaintext.subspan(size + 1);
  if (!std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; }))
    return std::nullopt;
  return plaintext.first(size);
}

}  // namespace ssc::sim::pki
