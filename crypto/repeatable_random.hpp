// Internal: random numbers of this thread's OpenSSL that repeat, for signatures whose nonce is to follow from
// the key and the message.
#pragma once

#include <openssl/crypto.h>
#include <openssl/types.h>

#include "crypto/openssl_handles.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

/// While it lives, the thread's default OpenSSL context is a new one whose generator gives out a stream made
/// of `seed` (the provider's TEST-RAND, EVP_RAND-TEST-RAND(7)). Objects made meanwhile must not outlive it.
class RepeatableRandom {
 public:
  explicit RepeatableRandom(const Key& seed);
  RepeatableRandom(const RepeatableRandom&) = delete;
  RepeatableRandom& operator=(const RepeatableRandom&) = delete;
  ~RepeatableRandom();
  [[nodiscard]] bool ready() const { return ready_; }

 private:
  [[nodiscard]] bool feed();

  OpensslPtr<OSSL_LIB_CTX, OSSL_LIB_CTX_free> context_;
  OSSL_LIB_CTX* previous_ = nullptr;
  SecretBytes stream_;
  bool ready_;
};

}  // namespace ssc::crypto
