// What was paid for, as text (services 6.4): one line each, `n|code|name|qty|price|amount` and LF, UTF-8. The
// record holds its SM3; the text itself travels enciphered.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/digest.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

inline constexpr std::size_t kMostFeeLines = 300;
inline constexpr std::size_t kMostFeeText = std::size_t{96} * 1024;  ///< bytes

struct FeeLine {
  std::string code;             ///< 1 to 40 bytes
  std::string name;             ///< 1 to 120 bytes
  std::string quantity, price;  ///< decimal, above 0, at most 4 places, no trailing zeros; price in yuan
  std::uint64_t amount = 0;     ///< fen
};

/// Errors name the line: "line 3: quantity".
tl::expected<std::string, BadMessage> makeFeeText(const std::vector<FeeLine>& lines);
/// Strict; the empty text has no lines.
tl::expected<std::vector<FeeLine>, BadMessage> parseFeeText(std::string_view text);
std::uint64_t sumOf(const std::vector<FeeLine>& lines);  ///< fen

/// SM3 of the empty text.
const crypto::Sm3Digest& emptyFeeDigest();

}  // namespace ssc::wire::settlement
