// A PIN between two boxes: the construction of ISO 9564-1 format 4 with SM4, the number of the entry in the
// place of the account number, which a pad does not know. docs/pin-pad.md has it nibble by nibble.
#pragma once

#include <array>
#include <cstdint>
#include <tl/expected.hpp>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace ssc::wire::pad {

/// Digits of a PIN (ISO 9564-1).
inline constexpr std::size_t kLeastDigits = 4, kMostDigits = 12;
inline constexpr std::size_t kSessionKeySize = 16;

/// Enciphered: it may be seen.
using PinBlock = std::array<std::uint8_t, 16>;

enum class PinBlockError : std::uint8_t {
  notDigits,  ///< what is to be enciphered is not 4 to 12 decimal digits in ASCII
  notAPin,    ///< deciphers to no PIN: another key, another entry's number, or no PIN block at all
  noCipher,   ///< the key has not 16 bytes, or the cipher or the randomness failed
};

/// `digits` in ASCII. `entry` is the number of this entry in its session: the block is worth nothing under
/// another.
tl::expected<PinBlock, PinBlockError> sealPin(const crypto::Key& session, std::uint32_t entry,
                                              crypto::ByteView digits, crypto::RandomSource& random);

/// The digits in ASCII. A block of another key or entry is found out by its form: fewer than one in
/// ten million would pass.
tl::expected<crypto::SecretBytes, PinBlockError> openPin(const crypto::Key& session, std::uint32_t entry,
                                                         const PinBlock& block);

}  // namespace ssc::wire::pad
