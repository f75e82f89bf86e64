// Internal: OpenSSL objects with an owner, and what keeps its error queue tidy.
#pragma once

#include <memory>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

namespace ssc::crypto {

/// A deleter made of the library's own free function.
template <auto freeFunction>
struct OpensslFree {
  template <typename T>
  void operator()(T* object) const noexcept {
    freeFunction(object);
  }
};

template <typename T, auto freeFunction>
using OpensslPtr = std::unique_ptr<T, OpensslFree<freeFunction>>;

using CipherContextPtr = OpensslPtr<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using CipherPtr = OpensslPtr<EVP_CIPHER, EVP_CIPHER_free>;
using DigestContextPtr = OpensslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using PkeyPtr = OpensslPtr<EVP_PKEY, EVP_PKEY_free>;
using PkeyContextPtr = OpensslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using BignumPtr = OpensslPtr<BIGNUM, BN_free>;
using SecretBignumPtr = OpensslPtr<BIGNUM, BN_clear_free>;
using GroupPtr = OpensslPtr<EC_GROUP, EC_GROUP_free>;
using PointPtr = OpensslPtr<EC_POINT, EC_POINT_free>;

/// Our failures are reported as CryptoError; what OpenSSL queued about them must not surface in a later TLS
/// call of the same thread. What was queued before stays.
class ErrorQueueGuard {
 public:
  ErrorQueueGuard() noexcept : wasEmpty_(ERR_peek_error() == 0) { ERR_set_mark(); }
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
  ~ErrorQueueGuard() { ERR_pop_to_mark(); }

  /// Whether a call behind this guard failed by a fault of the library's own (no memory, internal error), and
  /// not for what it was given. The first error is the cause; where others lie below it, the last must do.
  [[nodiscard]] bool isLibraryFault() const noexcept {
    return ERR_FATAL_ERROR(ERR_peek_last_error()) != 0 ||
           (wasEmpty_ && ERR_FATAL_ERROR(ERR_peek_error()) != 0);
  }

 private:
  bool wasEmpty_;
};

}  // namespace ssc::crypto
