#include "crypto/repeatable_random.hpp"

#include <algorithm>
#include <array>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "crypto/digest.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kBlocks = 64;  // of 32 bytes; one signature takes less than ten
constexpr unsigned int kStrength = 256;

/// HMAC-SM3(seed, 0) || HMAC-SM3(seed, 1) || …; empty when the library refuses.
SecretBytes streamOf(const Key& seed) {
  SecretBytes stream(kBlocks * sizeof(Sm3Digest));
  for (std::size_t i = 0; i < kBlocks; ++i) {
    const std::array<std::uint8_t, 1> counter{static_cast<std::uint8_t>(i)};
    const auto block = hmacSm3(seed, counter);
    if (!block) return {};
    std::copy(block->begin(), block->end(), stream.revealMutable().subspan(i * block->size()).begin());
  }
  return stream;
}

}  // namespace

RepeatableRandom::RepeatableRandom(const Key& seed)
    : context_(OSSL_LIB_CTX_new()), stream_(streamOf(seed)), ready_(context_ && !stream_.empty() && feed()) {
  if (ready_) previous_ = OSSL_LIB_CTX_set0_default(context_.get());
}

RepeatableRandom::~RepeatableRandom() {
  if (ready_) OSSL_LIB_CTX_set0_default(previous_);
}

bool RepeatableRandom::feed() {
  if (RAND_set_DRBG_type(context_.get(), "TEST-RAND", nullptr, nullptr, nullptr) != 1) return false;
  EVP_RAND_CTX* generator = RAND_get0_private(context_.get());  // secrets: nonces, blinding
  unsigned int strength = kStrength;
  const MutableByteView bytes = stream_.revealMutable();
  std::array params{
      OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength),
      OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, bytes.data(), bytes.size()),
      OSSL_PARAM_construct_end()};
  return generator != nullptr && EVP_RAND_uninstantiate(generator) == 1 &&
         EVP_RAND_instantiate(generator, kStrength, 0, nullptr, 0, params.data()) == 1;
}

}  // namespace ssc::crypto
