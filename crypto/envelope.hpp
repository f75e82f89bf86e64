// Digital envelopes (GM/T 0010 §8): a message under a fresh SM4 key, and the key under the SM2 key of whoever
// may read it. Written and read as the standard's EnvelopedData for one recipient, in DER; OpenSSL 3.
//
// A recipient whose private key lives in a card opens an envelope in three steps: Envelope::fromDer(), the
// card deciphers wrappedKey(), open() with the key it answers.
#pragma once

#include <array>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/x509.hpp"

namespace ssc::crypto {

/// For the holder of `recipient`, whose certificate the caller has checked. `message`: up to 16 MiB, may be
/// empty. Errors: badKey when the certificate is not for encryption, badLength, randomUnavailable,
/// unavailable.
tl::expected<Bytes, CryptoError> sealEnvelope(const Certificate& recipient, ByteView message,
                                              RandomSource& random);

/// An envelope taken apart; nothing is decrypted yet.
class Envelope {
 public:
  /// One EnvelopedData with one recipient, SM2 and SM4-CBC; whatever else is badCiphertext. unavailable when
  /// the library itself failed.
  static tl::expected<Envelope, CryptoError> fromDer(ByteView der);

  /// The content key (16 bytes) for the recipient: C1 (64, without 04) || C3 (32) || C2 (16).
  [[nodiscard]] const Bytes& wrappedKey() const { return wrappedKey_; }
  /// Whether it names this certificate, by issuer and serial number: badKey when it names another.
  [[nodiscard]] tl::expected<void, CryptoError> checkRecipient(const Certificate& certificate) const;
  [[nodiscard]] bool isFor(const Certificate& certificate) const;  ///< the same as yes or no
  /// The message; badCiphertext for a wrong key, without saying why. An envelope is not signed: whoever knows
  /// the recipient's certificate can have written it.
  [[nodiscard]] tl::expected<SecretBytes, CryptoError> open(const Key& contentKey16) const;

 private:
  Bytes wrappedKey_, issuerAndSerial_, content_;
  std::array<std::uint8_t, 16> iv_{};
};

}  // namespace ssc::crypto
