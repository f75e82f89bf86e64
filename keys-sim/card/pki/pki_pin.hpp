// The PINs of the certificate application: the holder's and the issuer's. They never cross the line: whoever
// knows one proves it by encrypting the card's challenge.
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim::pki {

struct Pin {
  std::uint8_t reference;  ///< P2
  const char* name;        ///< of the try counter, of the durable part, and of the permission it gives
  crypto::SecretBytes PkiProfile::* initial;
};
inline constexpr std::uint8_t kUserReference = 0x81, kAdminReference = 0x00;
inline constexpr const char* kUserPin = "PKI.USER";

bool isPinReference(std::uint8_t reference);
/// `reference` is one of the two.
const Pin& pinOf(std::uint8_t reference);

[[nodiscard]] unsigned triesLeft(const CardOs& card, const Pin& pin);
/// The key a PIN stands for: the first 16 bytes of SM3 over its packed digits.
CryptoResult<Key> pinKey(apdu::ByteView packedPin);
/// That of the card's PIN as it is now.
CryptoResult<Key> pinKey(const CardOs& card, const Pin& pin);

/// The tries of both PINs, by counter name.
void addTries(const CardOs& card, std::map<std::string, unsigned>& tries);

}  // namespace ssc::sim::pki
