// The keys and codes of the medical transactions (card specification, parts 4 and 5), as card and PSAM
// compute them. Amounts are four bytes (fen, big endian), terminal numbers six (cn), times seven (cn
// CCYYMMDDHHMMSS); they stay the bytes the commands carry.
#pragma once

#include "keys-sim/keys/session.hpp"

namespace ssc::sim {

/// The transaction type inside MACs, TAC and records: ASCII '1' and '2'.
inline constexpr std::uint8_t kLoadTransaction = 0x31;
inline constexpr std::uint8_t kPurchaseTransaction = 0x32;

/// SESLK: DLK over random (4) || load sequence (2) || 8000.
CryptoResult<Key> loadSession(Algorithm environment, const Key& dlk, ByteView random, ByteView sequence);
/// SESPK: DPK over random (4) || purchase sequence (2) || the last two bytes of the terminal sequence (4).
CryptoResult<Key> purchaseSession(Algorithm environment, const Key& dpk, ByteView random, ByteView sequence,
                                  ByteView terminalSequence);

/// What MAC1 of a purchase is made over: the three amounts (12) || type || terminal || time.
Bytes purchaseMac1Message(ByteView amounts, std::uint8_t type, ByteView terminal, ByteView time);

/// The transaction authentication code: under DTK itself, without a session.
CryptoResult<Mac> transactionCode(Algorithm environment, const Key& dtk, ByteView message);

/// The algorithm as INITIALIZE FOR LOAD and PURCHASE name it: 00 3DES; 03 SM4, which no public text fixes.
std::uint8_t algorithmByte(Algorithm environment);

}  // namespace ssc::sim
