// What INTERNAL and EXTERNAL AUTHENTICATE share: which key and version they mean, and the two 8-byte blocks.
#pragma once

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim {

/// The key version: the optional seventeenth byte, 01 without it.
std::uint8_t keyVersion(apdu::ByteView data);

/// The key a reference means here: SSSE keys only inside SSSE, with bit 8 the keys of the current DF; else
/// nullptr.
const cardspec::Key* keyByReference(CardOs& card, std::uint8_t kid);

/// Authentication data over `orig` under the session that `factor` opens.
CryptoResult<AuthenticationData> authenticate(const CardOs& card, const Key& key, apdu::ByteView factor,
                                              apdu::ByteView orig8);

}  // namespace ssc::sim
