// The holder's PIN (card specification, part 5): one for all applications, kept in the social security
// environment, which the caller has selected. PINs and blocks travel in SecretBytes and are wiped everywhere
// on their way.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/secret.hpp"
#include "hostlib/card/card.hpp"

namespace ssc::card {

inline constexpr std::size_t kMinPinDigits = 4;   ///< ISO 9564-1 §7
inline constexpr std::size_t kMaxPinDigits = 12;  ///< ISO 9564-1 §7

/// Digits in packed BCD, an odd count filled with a nibble F: 2…6 bytes. Empty when `digits` are not 4…12
/// decimal ones. The caller wipes `digits`.
std::optional<crypto::SecretBytes> packPin(std::string_view digits);

struct PinState {
  bool required = false;   ///< false: the card has no PIN, or it is verified already
  unsigned triesLeft = 0;  ///< 0 = blocked; only where a PIN is required
};

/// Asks without using up a try (VERIFY without data).
Result<PinState> queryPin(Card& card);

/// VERIFY. Wrong: Fault::status with 63Cx (tries left); blocked: 6983. A block that is not 1…8 bytes is
/// Fault::badData.
Result<void> verifyPin(Card& card, const crypto::SecretBytes& block);

/// CHANGE PIN: errors as verifyPin, of the old PIN. Either block may be empty: no PIN yet, or none any more.
Result<void> changePin(Card& card, const crypto::SecretBytes& oldBlock, const crypto::SecretBytes& newBlock);

/// Sends a command that a security module made under secure messaging: PIN unblock and reload, APPLICATION
/// BLOCK, CARD BLOCK. `where` names it in errors. Bytes that are no command are Fault::badData and are not
/// sent.
Result<void> sendProtected(Card& card, const crypto::SecretBytes& command, std::string_view where);

}  // namespace ssc::card
