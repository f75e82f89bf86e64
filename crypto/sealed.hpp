// Short texts that only the two ends of a session may read and nobody may change: SM4-CTR (GB/T 32907,
// GB/T 17964), then HMAC-SM3 over all of it (encrypt-then-MAC). OpenSSL 3.
//
//   encryption key   the first 16 bytes of HMAC-SM3(session key, "ssc sealed field: SM4-CTR key")
//   MAC key          HMAC-SM3(session key, "ssc sealed field: HMAC-SM3 key"), 32 bytes
//   sealed           iv (16, random: the first counter block) || ciphertext (as long as the plaintext)
//                    || HMAC-SM3(MAC key, length of associated (8, big endian) || associated || iv ||
//                    ciphertext)
#pragma once

#include <cstddef>
#include <memory>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

inline constexpr std::size_t kSealedOverhead = 48;                      ///< bytes: iv and MAC
inline constexpr std::size_t kLargestSealable = std::size_t{1} << 20U;  ///< bytes of plaintext

/// Seals and opens under one session key. The two ends have the same keys: whatever must not be taken for
/// something else (direction, request, name of the field) belongs into `associated`. All const functions may
/// be called from several threads at once (a RandomSource of its own each). A moved-from sealer may only be
/// assigned or destroyed.
class FieldSealer {
 public:
  /// badKeyLength unless the key has 16 bytes.
  static tl::expected<FieldSealer, CryptoError> fromSessionKey(const Key& key16);
  FieldSealer(FieldSealer&&) noexcept;
  FieldSealer& operator=(FieldSealer&&) noexcept;
  ~FieldSealer();

  /// `plaintext`: up to kLargestSealable bytes (else badLength), may be empty. The result has kSealedOverhead
  /// more. `associated` is protected but not sent: open() must be given the same.
  [[nodiscard]] tl::expected<Bytes, CryptoError> seal(ByteView plaintext, ByteView associated,
                                                      RandomSource& random) const;
  /// badCiphertext for whatever was not made by seal() with this key and these associated bytes; found out,
  /// in constant time, before anything is decrypted.
  [[nodiscard]] tl::expected<SecretBytes, CryptoError> open(ByteView sealed, ByteView associated) const;

 private:
  struct State;
  explicit FieldSealer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ssc::crypto
