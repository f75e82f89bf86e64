// Internal: putting replies together without leaving copies behind, for they name and number people.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"

namespace ssc::capi {

/// a^b^c
crypto::Personal joined(std::span<const crypto::Personal> parts, char between);
/// a|b|c|
crypto::Personal barred(std::initializer_list<std::string_view> fields);

/// Two digits, upper case.
std::string hexOf(std::uint8_t byte);
/// Eight digits, upper case.
std::string hexOf(std::uint32_t number);
/// 01 3DES, 02 SSF33, 03 SM4
inline std::string hexOf(cardspec::Algorithm algorithm) {
  return hexOf(static_cast<std::uint8_t>(algorithm));
}

}  // namespace ssc::capi
