// Internal: OpenSSL speaks the DER of GM/T 0009, the cards speak plain bytes. Every function returns nothing
// when its input is not of the form named.
#pragma once

#include <cstddef>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/sm2.hpp"

namespace ssc::crypto {

/// r || s  <->  SEQUENCE { INTEGER r, INTEGER s }
std::optional<Bytes> signatureToDer(const Sm2Signature& signature);
std::optional<Sm2Signature> signatureFromDer(ByteView der);

/// C1 || C3 || C2  <->  SEQUENCE { INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2 }; C2 has at least
/// one byte.
std::optional<Bytes> ciphertextToDer(ByteView ciphertext);
std::optional<Bytes> ciphertextFromDer(ByteView der);

/// Where C2 begins.
inline constexpr std::size_t kSm2CiphertextOverhead = 96;

}  // namespace ssc::crypto
