// SM2 signatures (GB/T 32918.2 §6) by the thousand. Botan 2, which keeps multiples of the base point and so
// signs three times as fast as OpenSSL 3.0; verifying stays OpenSSL's, so each checks the other.
#pragma once

#include <memory>
#include <tl/expected.hpp>

#include "crypto/sm2.hpp"

namespace ssc::crypto {

/// Signs with the default identity. For servers: the first signature of a process takes some 10 ms more.
/// Thread-safe; copies share the key, which is wiped with the last of them.
class Sm2Signer {
 public:
  /// unavailable when the library fails, also for want of memory.
  static tl::expected<Sm2Signer, CryptoError> fromKey(const Sm2KeyPair& key);

  [[nodiscard]] tl::expected<Sm2Signature, CryptoError> sign(ByteView message) const;
  [[nodiscard]] tl::expected<Sm2PublicKey, CryptoError> publicKey() const;

 private:
  struct State;
  explicit Sm2Signer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace ssc::crypto
