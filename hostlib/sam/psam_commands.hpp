// The commands of a PSAM beyond ISO/IEC 7816-4 (card specification, part 6).
#pragma once

#include <optional>

#include "apdu/command.hpp"
#include "hostlib/sam/security_module.hpp"

namespace ssc::sam {

inline constexpr unsigned kNationalLevel = 3;

/// Factors of diversification in the order card, city, province: as many as there are levels (1…3), 8 bytes
/// each. Empty when the region is not six decimal digits.
std::optional<apdu::Bytes> factorsFor(const CardIdentity& card, unsigned level);

/// DELIVERY SESSION KEY: the key stays inside for CIPHER DATA. `usage` is the levels (bits 8–6) and the type
/// (5–1); `data` the factors and the session factor.
apdu::Command deliverSessionKey(std::uint8_t usage, std::uint8_t id, apdu::ByteView data);

/// CIPHER DATA, encryption (ECB) of whole blocks in one go.
apdu::Command encryptBlocks(apdu::ByteView blocks);
/// CIPHER DATA, MAC in one go: the first block is the initial value, the rest is padded already. The answer
/// is 4 bytes.
apdu::Command makeMac(apdu::ByteView ivAndBlocks);

/// INIT SAM FOR PURCHASE: the answer is the terminal sequence number (4) and MAC1 (4).
apdu::Command initForPurchase(const Purchase& purchase, apdu::ByteView factors);
/// CREDIT SAM FOR PURCHASE.
apdu::Command creditForPurchase(const Block4& mac2);

}  // namespace ssc::sam
