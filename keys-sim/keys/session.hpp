// Session keys, authentication data and MACs of the card specification, part 4.
#pragma once

#include <array>

#include "keys-sim/keys/cipher_suite.hpp"

namespace ssc::sim {

/// The session key for a random of 4, 8 or (SM4) 16 bytes, right-padded with 00 to one block; longer:
/// badLength.
CryptoResult<Key> sessionKey(Algorithm environment, const Key& key, ByteView random);

using AuthenticationData = std::array<std::uint8_t, 8>;
/// DES: E(orig). SM4: the halves of E(orig || 00…) xored.
CryptoResult<AuthenticationData> authenticationData(Algorithm environment, const Key& session,
                                                    const std::array<std::uint8_t, 8>& orig);

using Mac = std::array<std::uint8_t, 4>;
/// The last block of CBC over whole blocks: what a MAC in several parts carries from one part to the next.
CryptoResult<Bytes> lastCbcBlock(Algorithm environment, const Key& session, ByteView iv, ByteView blocks);
/// The MAC in that block. DES: its left half; SM4: its four words xored.
Mac foldMac(Algorithm environment, ByteView lastBlock);
/// The card's MAC: `80 00…` is always appended, the IV is zero.
CryptoResult<Mac> cardMac(Algorithm environment, const Key& session, ByteView message);

/// ISO/IEC 9797-1 padding method 2 to whole blocks: `80`, then `00`.
Bytes padded(Algorithm environment, ByteView message);
/// `LD || data`, padded with `80 00…` only when not aligned: what confidential data look like before ECB.
Bytes lengthPrefixed(Algorithm environment, ByteView data);

/// The key that makes a TAC: DES xors the halves of DTK, SM4 takes DTK itself.
Key tacKey(Algorithm environment, const Key& dtk);

}  // namespace ssc::sim
