// SM3 (GB/T 32905) and HMAC-SM3.
#pragma once

#include <array>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

using Sm3Digest = std::array<std::uint8_t, 32>;

tl::expected<Sm3Digest, CryptoError> sm3(ByteView message);
/// An empty key is CryptoError::badKeyLength: it would authenticate nothing.
tl::expected<Sm3Digest, CryptoError> hmacSm3(const Key& key, ByteView message);
/// SHA-256 (FIPS 180-4): the simulator's test roots are defined by it.
tl::expected<std::array<std::uint8_t, 32>, CryptoError> sha256(ByteView message);
/// True when equal; time depends on the lengths only.
bool equalInConstantTime(ByteView a, ByteView b);

}  // namespace ssc::crypto
