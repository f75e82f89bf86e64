#include "crypto/envelope.hpp"

#include <algorithm>
#include <utility>

#include "crypto/block_cipher.hpp"
#include "crypto/envelope_der.hpp"
#include "crypto/openssl_handles.hpp"
#include "crypto/sm2_der.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kKeySize = 16;
constexpr std::size_t kLargestMessage = std::size_t{1} << 24U;
constexpr std::size_t kMargin = 4096;  // names, keys and headers around the content

/// Whole blocks, at least one byte of padding, each saying how many (RFC 5652 §6.3).
SecretBytes padded(ByteView message) {
  const std::size_t padding = kBlock - message.size() % kBlock;
  SecretBytes out(message.size() + padding);
  const auto end = std::copy(message.begin(), message.end(), out.revealMutable().begin());
  std::fill(end, out.revealMutable().end(), static_cast<std::uint8_t>(padding));
  return out;
}

std::optional<SecretBytes> withoutPadding(const SecretBytes& padded) {
  const ByteView bytes = padded.reveal();
  const std::size_t padding = bytes.empty() ? 0 : bytes.back();
  if (padding == 0 || padding > kBlock || padding > bytes.size()) return std::nullopt;
  const ByteView tail = bytes.last(padding);
  if (!std::all_of(tail.begin(), tail.end(), [padding](std::uint8_t b) { return b == padding; }))
    return std::nullopt;
  return SecretBytes(bytes.first(bytes.size() - padding));
}

tl::expected<Bytes, CryptoError> encryptContent(const Key& key, ByteView iv, ByteView message) {
  return BlockCipher::sm4(key).and_then(
      [&](const BlockCipher& cipher) { return cipher.encryptCbc(iv, padded(message).reveal()); });
}

/// The content key under the recipient's SM2 key, in the DER of GM/T 0009.
tl::expected<Bytes, CryptoError> wrap(const Key& key, const Sm2PublicKey& recipient) {
  auto ciphertext = recipient.encrypt(key.reveal());
  if (!ciphertext) return ciphertext;
  auto der = ciphertextToDer(*ciphertext);
  if (!der) return tl::unexpected(CryptoError::unavailable);
  return std::move(*der);
}

}  // namespace

tl::expected<Bytes, CryptoError> sealEnvelope(const Certificate& recipient, ByteView message,
                                              RandomSource& random) {
  if (!recipient.allows(KeyUse::encryption)) return tl::unexpected(CryptoError::badKey);
  if (message.size() > kLargestMessage) return tl::unexpected(CryptoError::badLength);
  const ErrorQueueGuard errors;
  Key key(kKeySize);
  EnvelopeParts parts;
  if (!random.fill(key.revealMutable()) || !random.fill(parts.iv))
    return tl::unexpected(CryptoError::randomUnavailable);
  auto content = encryptContent(key, parts.iv, message);
  if (!content) return content;
  auto wrappedKey = wrap(key, recipient.publicKey());
  if (!wrappedKey) return wrappedKey;
  parts.issuerAndSerial = issuerAndSerialOf(recipient.der());
  parts.content = std::move(*content);
  parts.wrappedKey = std::move(*wrappedKey);
  auto der = encodeEnvelope(parts);
  if (!der) return tl::unexpected(CryptoError::unavailable);
  return std::move(*der);
}

tl::expected<Envelope, CryptoError> Envelope::fromDer(ByteView der) {
  if (der.size() > kLargestMessage + kMargin) return tl::unexpected(CryptoError::badCiphertext);
  const ErrorQueueGuard errors;
  auto parts = decodeEnvelope(der);
  const auto key = parts ? ciphertextFromDer(parts->wrappedKey) : std::nullopt;
  if (!key && errors.isLibraryFault()) return tl::unexpected(CryptoError::unavailable);
  if (!key || key->size() != kSm2CiphertextOverhead + kKeySize)
    return tl::unexpected(CryptoError::badCiphertext);
  Envelope envelope;
  envelope.wrappedKey_ = *key;
  envelope.issuerAndSerial_ = std::move(parts->issuerAndSerial);
  envelope.content_ = std::move(parts->content);
  envelope.iv_ = parts->iv;
  return envelope;
}

tl::expected<void, CryptoError> Envelope::checkRecipient(const Certificate& certificate) const {
  const ErrorQueueGuard errors;
  const Bytes recipient = issuerAndSerialOf(certificate.der());
  if (recipient.empty()) return tl::unexpected(CryptoError::unavailable);
  if (recipient != issuerAndSerial_) return tl::unexpected(CryptoError::badKey);
  return {};
}

bool Envelope::isFor(const Certificate& certificate) const {
  return checkRecipient(certificate).has_value();
}

tl::expected<SecretBytes, CryptoError> Envelope::open(const Key& contentKey16) const {
  const auto cipher = BlockCipher::sm4(contentKey16);
  if (!cipher) return tl::unexpected(cipher.error());
  SecretBytes message(content_.size());
  if (const auto done = cipher->decryptCbc(iv_, content_, message.revealMutable()); !done) {
    const bool isFault = done.error() == CryptoError::unavailable;
    return tl::unexpected(isFault ? CryptoError::unavailable : CryptoError::badCiphertext);
  }
  auto plain = withoutPadding(message);
  if (!plain) return tl::unexpected(CryptoError::badCiphertext);
  return std::move(*plain);
}

}  // namespace ssc::crypto
