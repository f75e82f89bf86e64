// SM2 (GB/T 32918): key pairs, signatures with SM3 over the signer's identity, public-key encryption.
// OpenSSL 3. The const functions of one key may be called from several threads at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/error.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

/// The default identity of GM/T 0009 §10, used when no other is agreed.
inline constexpr std::string_view kSm2DefaultId = "1234567812345678";

/// The longest identity: its length in bits is hashed as 16 bits (GB/T 32918.2 §5.5).
inline constexpr std::size_t kSm2MaximalIdSize = 8190;

using Sm2Signature = std::array<std::uint8_t, 64>;  ///< r (32) || s (32), big endian

/// A moved-from key may only be assigned or destroyed. Making one costs about a tenth of a verification:
/// whoever verifies much for one holder keeps it.
class Sm2PublicKey {
 public:
  /// X (32) || Y (32), without the leading 04; badKeyLength, or badKey when the point is not on the curve.
  static tl::expected<Sm2PublicKey, CryptoError> fromPoint(ByteView point);
  Sm2PublicKey(Sm2PublicKey&&) noexcept;
  Sm2PublicKey& operator=(Sm2PublicKey&&) noexcept;
  ~Sm2PublicKey();

  [[nodiscard]] Bytes point() const;
  /// badSignature when it does not verify; badLength when the identity is too long; unavailable when the
  /// library itself failed.
  [[nodiscard]] tl::expected<void, CryptoError> verify(ByteView message, const Sm2Signature& signature,
                                                       std::string_view id = kSm2DefaultId) const;
  /// C1 (64, without 04) || C3 (32) || C2, the order of GM/T 0009. An empty plaintext is badLength.
  [[nodiscard]] tl::expected<Bytes, CryptoError> encrypt(ByteView plaintext) const;

 private:
  friend class Sm2KeyPair;
  struct State;
  explicit Sm2PublicKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The private scalar is wiped at destruction; a moved-from key pair may only be assigned or destroyed.
class Sm2KeyPair {
 public:
  static tl::expected<Sm2KeyPair, CryptoError> generate();
  /// d is 32 bytes, big endian, 1 … n-2.
  static tl::expected<Sm2KeyPair, CryptoError> fromPrivate(const Key& d);
  Sm2KeyPair(Sm2KeyPair&&) noexcept;
  Sm2KeyPair& operator=(Sm2KeyPair&&) noexcept;
  ~Sm2KeyPair();

  [[nodiscard]] tl::expected<Sm2PublicKey, CryptoError> publicKey() const;
  /// d, as fromPrivate() takes it.
  [[nodiscard]] tl::expected<Key, CryptoError> privateKey() const;
  [[nodiscard]] tl::expected<Sm2Signature, CryptoError> sign(ByteView message,
                                                             std::string_view id = kSm2DefaultId) const;
  /// Signs e = sm2Digest() of a message that another made: what a card does. verify() checks it.
  [[nodiscard]] tl::expected<Sm2Signature, CryptoError> signDigest(const Sm3Digest& e) const;
  /// The order of encrypt(); whatever does not decrypt is badCiphertext, without saying why.
  [[nodiscard]] tl::expected<SecretBytes, CryptoError> decrypt(ByteView ciphertext) const;

 private:
  struct State;
  explicit Sm2KeyPair(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// e = SM3(Z || message), what is signed for the holder of `key` (GB/T 32918.2 §6.1 A1, A2): whoever lets a
/// card sign computes it for the card. badLength when the identity is too long.
tl::expected<Sm3Digest, CryptoError> sm2Digest(const Sm2PublicKey& key, ByteView message,
                                               std::string_view id = kSm2DefaultId);

}  // namespace ssc::crypto
