// Public keys as the center keeps them: SM2 points, hexadecimal.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/hex.hpp"
#include "crypto/sm2.hpp"

namespace ssc::center {

/// None for what is no point of the curve.
inline std::optional<crypto::Sm2PublicKey> keyFromHex(std::string_view text) {
  const auto point = crypto::fromHex(text);
  if (!point) return std::nullopt;
  auto key = crypto::Sm2PublicKey::fromPoint(*point);
  return key ? std::optional(std::move(*key)) : std::nullopt;
}

}  // namespace ssc::center
