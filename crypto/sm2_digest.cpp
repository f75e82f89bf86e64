// What an SM2 signature covers: SM3 over the signer's identity, the curve, the public key and the message
// (GB/T 32918.2 §5.5, §6.1).
#include <openssl/obj_mac.h>
#include <optional>

#include "crypto/openssl_handles.hpp"
#include "crypto/sm2.hpp"
#include "crypto/sm2_key.hpp"

namespace ssc::crypto {

namespace {

using SmallContext = OpensslPtr<BN_CTX, BN_CTX_free>;

/// a || b || xG || yG, 32 bytes each.
std::optional<Bytes> curveParameters() {
  const GroupPtr group(EC_GROUP_new_by_curve_name(NID_sm2));
  const SmallContext scratch(BN_CTX_new());
  const BignumPtr a(BN_new()), b(BN_new()), x(BN_new()), y(BN_new());
  if (!group || !scratch || !a || !b || !x || !y) return std::nullopt;
  if (EC_GROUP_get_curve(group.get(), nullptr, a.get(), b.get(), scratch.get()) != 1 ||
      EC_POINT_get_affine_coordinates(group.get(), EC_GROUP_get0_generator(group.get()), x.get(), y.get(),
                                      scratch.get()) != 1)
    return std::nullopt;
  Bytes parameters;
  for (const BIGNUM* number : {a.get(), b.get(), x.get(), y.get()}) {
    Bytes bytes(kSm2ScalarSize);
    if (BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) < 0) return std::nullopt;
    parameters.insert(parameters.end(), bytes.begin(), bytes.end());
  }
  return parameters;
}

void append(Bytes& out, ByteView more) {
  out.insert(out.end(), more.begin(), more.end());
}

/// Z: the identity's length in bits (two bytes), the identity, the curve, the public key.
tl::expected<Sm3Digest, CryptoError> identityDigest(const Sm2PublicKey& key, std::string_view id) {
  const auto parameters = curveParameters();
  if (!parameters) return tl::unexpected(CryptoError::unavailable);
  const std::size_t bits = id.size() * 8;
  Bytes input{static_cast<std::uint8_t>(bits >> 8U), static_cast<std::uint8_t>(bits & 0xFFU)};
  input.insert(input.end(), id.begin(), id.end());
  append(input, *parameters);
  append(input, key.point());
  return sm3(input);
}

}  // namespace

tl::expected<Sm3Digest, CryptoError> sm2Digest(const Sm2PublicKey& key, ByteView message,
                                               std::string_view id) {
  if (id.size() > kSm2MaximalIdSize) return tl::unexpected(CryptoError::badLength);
  const ErrorQueueGuard errors;
  const auto z = identityDigest(key, id);
  if (!z) return z;
  Bytes input(z->begin(), z->end());
  append(input, message);
  return sm3(input);
}

}  // namespace ssc::crypto
