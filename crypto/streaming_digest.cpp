#include "crypto/streaming_digest.hpp"

#include <array>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <utility>

#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

namespace {

using MacPtr = OpensslPtr<EVP_MAC, EVP_MAC_free>;
using MacContextPtr = OpensslPtr<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using DigestPtr = OpensslPtr<EVP_MD, EVP_MD_free>;

}  // namespace

struct Sm3Stream::State {
  DigestPtr algorithm{EVP_MD_fetch(nullptr, "SM3", nullptr)};
  DigestContextPtr context{EVP_MD_CTX_new()};
};

Sm3Stream::Sm3Stream(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sm3Stream::Sm3Stream(Sm3Stream&&) noexcept = default;
Sm3Stream& Sm3Stream::operator=(Sm3Stream&&) noexcept = default;
Sm3Stream::~Sm3Stream() = default;

tl::expected<Sm3Stream, CryptoError> Sm3Stream::make() {
  const ErrorQueueGuard errors;
  auto state = std::make_unique<State>();
  if (!state->algorithm || !state->context) return tl::unexpected(CryptoError::unavailable);
  return Sm3Stream(std::move(state));
}

tl::expected<Sm3Digest, CryptoError> Sm3Stream::digest(std::initializer_list<ByteView> parts) {
  const ErrorQueueGuard errors;
  EVP_MD_CTX* context = state_->context.get();
  bool good = EVP_DigestInit_ex2(context, state_->algorithm.get(), nullptr) == 1;
  for (const ByteView part : parts)
    good = good && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  Sm3Digest digest{};
  unsigned int length = 0;
  if (!good || EVP_DigestFinal_ex(context, digest.data(), &length) != 1 || length != digest.size())
    return tl::unexpected(CryptoError::unavailable);
  return digest;
}

struct HmacSm3::State {
  MacPtr algorithm{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  MacContextPtr context{algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr};
};

HmacSm3::HmacSm3(std::unique_ptr<State> state) : state_(std::move(state)) {}
HmacSm3::HmacSm3(HmacSm3&&) noexcept = default;
HmacSm3& HmacSm3::operator=(HmacSm3&&) noexcept = default;
HmacSm3::~HmacSm3() = default;

tl::expected<HmacSm3, CryptoError> HmacSm3::make(const Key& key) {
  if (key.empty()) return tl::unexpected(CryptoError::badKeyLength);
  const ErrorQueueGuard errors;
  auto state = std::make_unique<State>();
  if (!state->context) return tl::unexpected(CryptoError::unavailable);
  std::array<char, 4> digest{"SM3"};
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                              OSSL_PARAM_construct_end()};
  const ByteView bytes = key.reveal();
  if (EVP_MAC_init(state->context.get(), bytes.data(), bytes.size(), parameters.data()) != 1)
    return tl::unexpected(CryptoError::unavailable);
  return HmacSm3(std::move(state));
}

tl::expected<Sm3Digest, CryptoError> HmacSm3::mac(ByteView message) {
  const ErrorQueueGuard errors;
  EVP_MAC_CTX* context = state_->context.get();
  Sm3Digest mac{};
  std::size_t length = 0;
  // Without a key: the one of before.
  if (EVP_MAC_init(context, nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context, message.data(), message.size()) != 1 ||
      EVP_MAC_final(context, mac.data(), &length, mac.size()) != 1 || length != mac.size())
    return tl::unexpected(CryptoError::unavailable);
  return mac;
}

}  // namespace ssc::crypto
