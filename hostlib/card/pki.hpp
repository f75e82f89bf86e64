// The certificate application of third-generation cards (environment "PKI.社会保障", GM/T 0009 and GM/T
// 0015): two SM2 key pairs, two certificates, PINs of its own. Each function makes the application current
// first; whoever leaves it loses the verified PIN. Signing and deciphering follow ISO/IEC 7816-8 §11; no
// public text fixes these two.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/secret.hpp"
#include "crypto/sm2.hpp"
#include "hostlib/card/navigation.hpp"

namespace ssc::card {

using Sm2Point = std::array<std::uint8_t, 64>;   ///< X || Y, without the leading 04
using Sm2Digest = std::array<std::uint8_t, 32>;  ///< e = SM3(Z || message), GB/T 32918.2 §6.1

enum class PkiPin : std::uint8_t { user = 0x81, administrator = 0x00 };  ///< P2 of VERIFY
enum class PkiKeyPair : std::uint8_t { signing, encryption };

/// Selects environment and application. A card without them is Fault::status with 6A82.
Result<void> selectPki(Navigation& card);

/// VERIFY by challenge: the PIN itself never travels. `block` is the PIN as packPin() makes it. Wrong: 63Cx;
/// blocked: 6983.
Result<void> verifyPkiPin(Navigation& card, PkiPin pin, const crypto::SecretBytes& block);
/// Verifies the old PIN (errors as above), then sets the new one under secure messaging with the old one's
/// key; each block has 1…8 bytes. The published bytes are the administrator's; the user's differ in P2 only,
/// by convention.
Result<void> changePkiPin(Navigation& card, PkiPin pin, const crypto::SecretBytes& oldBlock,
                          const crypto::SecretBytes& newBlock);

/// Makes a new signing pair on the card (user PIN). The old one and its certificate are lost.
Result<void> generateSigningPair(Navigation& card);
/// All zero before a pair exists.
Result<Sm2Point> exportPublicKey(Navigation& card, PkiKeyPair pair);

/// r || s over a prepared digest (user PIN). No pair yet: 6A88.
Result<crypto::Sm2Signature> signDigest(Navigation& card, const Sm2Digest& digest);
/// SM2 with the encryption pair (user PIN): C1 (64, without 04) || C3 (32) || C2, 97…255 bytes, gives the
/// plaintext of C2's length.
Result<crypto::SecretBytes> decipher(Navigation& card, apdu::ByteView ciphertext);

/// The certificate, X.509 DER, exactly as long as it says; empty when none has been written.
Result<apdu::Bytes> readCertificate(Navigation& card, PkiKeyPair pair);

}  // namespace ssc::card
