// Internal: SM2 keys (GB/T 32918.1) as OpenSSL key objects.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/openssl_handles.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

inline constexpr std::size_t kSm2ScalarSize = 32;
inline constexpr std::size_t kSm2PointSize = 2 * kSm2ScalarSize;

using Sm2Point = std::array<std::uint8_t, kSm2PointSize>;  ///< X || Y, without the leading 04

/// A key and its public point: the point never has to be asked for again.
struct Sm2Pkey {
  PkeyPtr pkey;
  Sm2Point point;
};

using Sm2PkeyResult = tl::expected<Sm2Pkey, CryptoError>;

Sm2PkeyResult sm2KeyFromPoint(ByteView bytes);
Sm2PkeyResult sm2KeyFromScalar(const Key& key);
Sm2PkeyResult generateSm2Key();
/// d, kSm2ScalarSize bytes; badKey for a key without a private half.
tl::expected<Key, CryptoError> sm2ScalarOf(const EVP_PKEY* pkey);

}  // namespace ssc::crypto
