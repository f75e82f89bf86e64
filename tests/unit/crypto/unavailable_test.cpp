// What happens when OpenSSL has no algorithms (a wrong configuration, a broken installation).
#include <doctest/doctest.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <optional>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/sealed.hpp"
#include "crypto/sm2.hpp"
#include "crypto/tls_certificate.hpp"

using ssc::crypto::BlockCipher;
using ssc::crypto::Bytes;
using ssc::crypto::CryptoError;
using ssc::crypto::Key;
using ssc::crypto::Sm2KeyPair;
using ssc::crypto::Sm2PublicKey;
using ssc::crypto::SystemRandom;

namespace {

/// While it lives, this thread's OpenSSL knows no algorithm.
class WithoutAlgorithms {
 public:
  WithoutAlgorithms() : context_(OSSL_LIB_CTX_new()), provider_(OSSL_PROVIDER_load(context_, "null")) {
    REQUIRE(provider_ != nullptr);
    previous_ = OSSL_LIB_CTX_set0_default(context_);
  }
  WithoutAlgorithms(const WithoutAlgorithms&) = delete;
  WithoutAlgorithms& operator=(const WithoutAlgorithms&) = delete;
  ~WithoutAlgorithms() {
    OSSL_LIB_CTX_set0_default(previous_);
    OSSL_PROVIDER_unload(provider_);
    OSSL_LIB_CTX_free(context_);
  }

 private:
  OSSL_LIB_CTX* context_;
  OSSL_PROVIDER* provider_;
  OSSL_LIB_CTX* previous_ = nullptr;
};

/// What a call says: nothing when it worked.
template <typename Result>
std::optional<CryptoError> errorOf(const Result& result) {
  if (result) return std::nullopt;
  return result.error();
}

}  // namespace

TEST_CASE("digests say that they are unavailable") {
  const Key key(std::size_t{16});
  REQUIRE(ssc::crypto::sm3({}));
  REQUIRE(ssc::crypto::sha256({}));
  REQUIRE(ssc::crypto::hmacSm3(key, {}));

  const WithoutAlgorithms without;

  CHECK(errorOf(ssc::crypto::sm3({})) == CryptoError::unavailable);
  CHECK(errorOf(ssc::crypto::sha256({})) == CryptoError::unavailable);
  CHECK(errorOf(ssc::crypto::hmacSm3(key, {})) == CryptoError::unavailable);
}

TEST_CASE("SM4 says that it is unavailable, while DES needs no OpenSSL") {
  const Key key(std::size_t{16});
  REQUIRE(BlockCipher::sm4(key));

  const WithoutAlgorithms without;

  CHECK(errorOf(BlockCipher::sm4(key)) == CryptoError::unavailable);
  CHECK(BlockCipher::tripleDes(key));
}

TEST_CASE("a sealer says that it is unavailable; one made before keeps its algorithms") {
  const Key key(std::size_t{16});
  const auto sealer = ssc::crypto::FieldSealer::fromSessionKey(key);
  REQUIRE(sealer);
  SystemRandom random;
  const auto sealed = sealer->seal(Bytes{1, 2, 3}, {}, random);
  REQUIRE(sealed);

  const WithoutAlgorithms without;

  CHECK(errorOf(ssc::crypto::FieldSealer::fromSessionKey(key)) == CryptoError::unavailable);
  CHECK(sealer->open(*sealed, {}));
}

TEST_CASE("making a TLS key says that it is unavailable") {
  REQUIRE(ssc::crypto::makeTlsKey());

  const WithoutAlgorithms without;

  CHECK(ssc::crypto::makeTlsKey().error() == ssc::crypto::TlsCertificateError::unavailable);
}

TEST_CASE("making SM2 keys says that it is unavailable") {
  Bytes one(32);
  one.back() = 1;
  const Key d{ssc::crypto::ByteView(one)};
  const auto pair = Sm2KeyPair::generate();
  REQUIRE(pair);
  REQUIRE(Sm2KeyPair::fromPrivate(d));
  const Bytes point = pair->publicKey()->point();

  const WithoutAlgorithms without;

  CHECK(errorOf(Sm2KeyPair::generate()) == CryptoError::unavailable);
  CHECK(errorOf(Sm2KeyPair::fromPrivate(d)) == CryptoError::unavailable);
  CHECK(errorOf(Sm2PublicKey::fromPoint(point)) == CryptoError::unavailable);
}

TEST_CASE("an SM2 key made before keeps its algorithms") {
  const Bytes message{1, 2, 3};
  const auto pair = Sm2KeyPair::generate();
  REQUIRE(pair);
  const auto key = pair->publicKey();
  REQUIRE(key);

  const WithoutAlgorithms without;

  const auto signature = pair->sign(message);
  const auto ciphertext = key->encrypt(message);
  REQUIRE(signature);
  REQUIRE(ciphertext);
  CHECK(key->verify(message, *signature));
  CHECK(pair->decrypt(*ciphertext));
}

TEST_CASE("a random source that fails says so and does not pretend") {
  SystemRandom random;
  Bytes bytes(16);
  REQUIRE(random.fill(bytes));

  const WithoutAlgorithms without;

  CHECK(errorOf(random.fill(bytes)) == CryptoError::randomUnavailable);
}

TEST_CASE("a failure leaves nothing in OpenSSL's error queue, and what was there before stays") {
  ERR_clear_error();
  REQUIRE_FALSE(Sm2PublicKey::fromPoint(Bytes(64)));
  CHECK(ERR_peek_error() == 0);

  ERR_raise(ERR_LIB_USER, 42);
  const auto before = ERR_peek_last_error();
  REQUIRE_FALSE(Sm2PublicKey::fromPoint(Bytes(64)));

  CHECK(ERR_peek_last_error() == before);
  ERR_clear_error();
}
