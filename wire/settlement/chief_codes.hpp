// What a chief gives a terminal that has no network, as a file or a QR code (services 6.3), signed with SM2:
//
//   SSX1.<terminal>.<until yyyyMMddHHmm>.<most fen>.<most settlements>.<serial>.<signature>
//   SST1.<terminal>.<nonce>.<yyyyMMddHHmmss>.<signature>
//
// The signature covers the text before its last point: 64 bytes, base64url without padding.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/sm2.hpp"
#include "wire/bad_message.hpp"
#include "wire/settlement/policy.hpp"

namespace ssc::wire::settlement {

/// Longer than the policy allows, or with other limits. Each serial works once; at most 72 h each.
struct Extension {
  std::string terminalId;       ///< 12 digits
  std::string until;            ///< yyyyMMddHHmm
  std::uint32_t mostFen = 0;    ///< from the account, one settlement
  std::uint32_t mostCount = 0;  ///< of one card between two online contacts, 1 to 99
  std::uint32_t serial = 0;
  friend bool operator==(const Extension&, const Extension&) = default;
};

/// The time, for a terminal that cannot trust its clock.
struct SignedTime {
  std::string terminalId;  ///< 12 digits
  std::string nonce;       ///< 8 digits, shown by the terminal
  std::string time;        ///< yyyyMMddHHmmss
  friend bool operator==(const SignedTime&, const SignedTime&) = default;
};

using ChiefSigns = std::function<tl::expected<crypto::Sm2Signature, crypto::CryptoError>(crypto::ByteView)>;
tl::expected<std::string, BadMessage> makeExtension(const Extension& extension, const ChiefSigns& sign);
tl::expected<std::string, BadMessage> makeSignedTime(const SignedTime& time, const ChiefSigns& sign);

/// Strict, and by one of these chiefs.
tl::expected<Extension, BadMessage> readExtension(std::string_view text, std::span<const Chief> chiefs);
tl::expected<SignedTime, BadMessage> readSignedTime(std::string_view text, std::span<const Chief> chiefs);

}  // namespace ssc::wire::settlement
