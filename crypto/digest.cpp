#include "crypto/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

namespace {

using Digest32 = std::array<std::uint8_t, 32>;

tl::expected<Digest32, CryptoError> digest(const EVP_MD* algorithm, ByteView message) {
  const ErrorQueueGuard errors;
  Digest32 out{};
  unsigned int length = 0;
  if (EVP_Digest(message.data(), message.size(), out.data(), &length, algorithm, nullptr) != 1 ||
      length != out.size()) {
    return tl::unexpected(CryptoError::unavailable);
  }
  return out;
}

}  // namespace

tl::expected<Sm3Digest, CryptoError> sm3(ByteView message) {
  return digest(EVP_sm3(), message);
}

tl::expected<Digest32, CryptoError> sha256(ByteView message) {
  return digest(EVP_sha256(), message);
}

tl::expected<Sm3Digest, CryptoError> hmacSm3(const Key& key, ByteView message) {
  if (key.empty()) return tl::unexpected(CryptoError::badKeyLength);
  const ErrorQueueGuard errors;
  Sm3Digest out{};
  std::size_t length = 0;
  const ByteView k = key.reveal();
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SM3", nullptr, k.data(), k.size(), message.data(), message.size(),
                out.data(), out.size(), &length) == nullptr ||
      length != out.size()) {
    return tl::unexpected(CryptoError::unavailable);
  }
  return out;
}

bool equalInConstantTime(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ssc::crypto
