// SM2 private keys as files keep them: PKCS#8 (RFC 5208) in PEM. OpenSSL 3.
#pragma once

#include <cstddef>
#include <tl/expected.hpp>

#include "crypto/error.hpp"
#include "crypto/secret.hpp"
#include "crypto/sm2.hpp"

namespace ssc::crypto {

inline constexpr std::size_t kLargestSm2KeyFile = 8192;  ///< bytes

/// "-----BEGIN PRIVATE KEY-----" …, not encrypted: whoever writes the file sees to who may read it.
tl::expected<SecretBytes, CryptoError> sm2KeyToPem(const Sm2KeyPair& pair);

/// badKey unless it is one private key in PEM, not encrypted, on the SM2 curve, with its own public point,
/// encoded as OpenSSL does. Nobody is asked for a password.
tl::expected<Sm2KeyPair, CryptoError> sm2KeyFromPem(const SecretBytes& pem);

}  // namespace ssc::crypto
