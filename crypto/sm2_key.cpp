#include "crypto/sm2_key.hpp"

#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>
#include <utility>

namespace ssc::crypto {

namespace {

constexpr const char* kAlgorithm = "SM2";
constexpr std::uint8_t kUncompressed = 0x04;  // GB/T 32918.1 §4.2.9

using EncodedPoint = std::array<std::uint8_t, 1 + kSm2PointSize>;

EncodedPoint encodedPoint(const Sm2Point& point) {
  EncodedPoint encoded{kUncompressed};
  std::copy(point.begin(), point.end(), encoded.begin() + 1);
  return encoded;
}

Sm2Point withoutPrefix(const EncodedPoint& encoded) {
  Sm2Point point{};
  std::copy(encoded.begin() + 1, encoded.end(), point.begin());
  return point;
}

/// d·G, or nothing when d is not in 1 … n-2 (GB/T 32918.1 §6.1).
tl::expected<Sm2Point, CryptoError> publicPointOf(BIGNUM* d) {
  const GroupPtr group(EC_GROUP_new_by_curve_name(NID_sm2));
  if (!group) return tl::unexpected(CryptoError::unavailable);
  const BignumPtr largest(BN_dup(EC_GROUP_get0_order(group.get())));
  const PointPtr point(EC_POINT_new(group.get()));
  if (!largest || !point || BN_sub_word(largest.get(), 2) != 1)
    return tl::unexpected(CryptoError::unavailable);
  if (BN_is_zero(d) || BN_cmp(d, largest.get()) > 0) return tl::unexpected(CryptoError::badKey);

  BN_set_flags(d, BN_FLG_CONSTTIME);
  EncodedPoint encoded{};
  if (EC_POINT_mul(group.get(), point.get(), d, nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                         encoded.size(), nullptr) != encoded.size()) {
    return tl::unexpected(CryptoError::unavailable);
  }
  return withoutPrefix(encoded);
}

/// The key object of `params`; OpenSSL checks here that the point is on the curve.
tl::expected<PkeyPtr, CryptoError> pkeyFrom(OSSL_PARAM* params, int selection) {
  const ErrorQueueGuard errors;
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, kAlgorithm, nullptr));
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return tl::unexpected(CryptoError::unavailable);
  EVP_PKEY* pkey = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &pkey, selection, params) != 1)
    return tl::unexpected(errors.isLibraryFault() ? CryptoError::unavailable : CryptoError::badKey);
  return PkeyPtr(pkey);
}

OSSL_PARAM groupParam() {
  // OSSL_PARAM is one type for reading and writing, so it wants a pointer to non-const; here it only reads.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(kAlgorithm), 0);
}

OSSL_PARAM pointParam(EncodedPoint& encoded) {
  return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size());
}

tl::expected<Sm2Point, CryptoError> pointOf(const EVP_PKEY* pkey) {
  EncodedPoint encoded{};
  std::size_t length = 0;
  if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size(),
                                      &length) != 1 ||
      length != encoded.size() || encoded[0] != kUncompressed) {
    return tl::unexpected(CryptoError::unavailable);
  }
  return withoutPrefix(encoded);
}

}  // namespace

Sm2PkeyResult sm2KeyFromPoint(ByteView bytes) {
  if (bytes.size() != kSm2PointSize) return tl::unexpected(CryptoError::badKeyLength);
  Sm2Point point{};
  std::copy(bytes.begin(), bytes.end(), point.begin());
  EncodedPoint encoded = encodedPoint(point);
  std::array params{groupParam(), pointParam(encoded), OSSL_PARAM_construct_end()};
  return pkeyFrom(params.data(), EVP_PKEY_PUBLIC_KEY).map([&point](PkeyPtr&& pkey) {
    return Sm2Pkey{std::move(pkey), point};
  });
}

Sm2PkeyResult sm2KeyFromScalar(const Key& key) {
  if (key.size() != kSm2ScalarSize) return tl::unexpected(CryptoError::badKeyLength);
  const SecretBignumPtr d(BN_bin2bn(key.reveal().data(), static_cast<int>(key.size()), nullptr));
  if (!d) return tl::unexpected(CryptoError::unavailable);
  const auto point = publicPointOf(d.get());
  if (!point) return tl::unexpected(point.error());

  EncodedPoint encoded = encodedPoint(*point);
  SecretBytes scalar(kSm2ScalarSize);  // in the machine's byte order, as OSSL_PARAM wants integers
  const MutableByteView native = scalar.revealMutable();
  if (BN_bn2nativepad(d.get(), native.data(), static_cast<int>(native.size())) < 0) {
    return tl::unexpected(CryptoError::unavailable);
  }
  std::array params{groupParam(), pointParam(encoded),
                    OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native.data(), native.size()),
                    OSSL_PARAM_construct_end()};
  return pkeyFrom(params.data(), EVP_PKEY_KEYPAIR).map([&point](PkeyPtr&& pkey) {
    return Sm2Pkey{std::move(pkey), *point};
  });
}

Sm2PkeyResult generateSm2Key() {
  PkeyPtr pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, kAlgorithm));
  if (!pkey) return tl::unexpected(CryptoError::unavailable);
  return pointOf(pkey.get()).map([&pkey](const Sm2Point& point) { return Sm2Pkey{std::move(pkey), point}; });
}

tl::expected<Key, CryptoError> sm2ScalarOf(const EVP_PKEY* pkey) {
  BIGNUM* number = nullptr;
  const bool found = EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1;
  const SecretBignumPtr d(number);
  if (!found) return tl::unexpected(CryptoError::badKey);
  Key key(kSm2ScalarSize);
  if (BN_bn2binpad(d.get(), key.revealMutable().data(), static_cast<int>(key.size())) < 0)
    return tl::unexpected(CryptoError::badKey);
  return key;
}

}  // namespace ssc::crypto
