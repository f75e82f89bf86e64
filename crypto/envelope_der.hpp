// Internal: the DER of an envelope (GM/T 0010 §8). EnvelopedData has the structure of PKCS #7 (RFC 2315 §10)
// with the standard's own object identifiers.
#pragma once

#include <array>
#include <optional>

#include "crypto/bytes.hpp"

namespace ssc::crypto {

struct EnvelopeParts {
  Bytes issuerAndSerial;  ///< IssuerAndSerialNumber in DER
  Bytes wrappedKey;       ///< SM2 ciphertext in DER (GM/T 0009)
  std::array<std::uint8_t, 16> iv{};
  Bytes content;  ///< SM4-CBC, padded
};

/// IssuerAndSerialNumber of a certificate; empty when it cannot be read.
Bytes issuerAndSerialOf(ByteView certificateDer);

/// ContentInfo { envelopedData, [0] EnvelopedData }; nothing when a part cannot be encoded or is not this
/// form.
std::optional<Bytes> encodeEnvelope(const EnvelopeParts& parts);
std::optional<EnvelopeParts> decodeEnvelope(ByteView der);

}  // namespace ssc::crypto
