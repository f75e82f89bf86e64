// pKey: what the security module of the back office computed, as hexadecimal text. A length that the step
// does not take is keyLength, any other character keyCharacter; lengths are looked at first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/capi/text/pay_info.hpp"
#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

using Block4 = std::array<std::uint8_t, 4>;
using Block8 = std::array<std::uint8_t, 8>;

struct Authentication {
  Block8 authentication{};  ///< 鉴别数据
  Block8 data{};            ///< 原始信息
};

struct BasicReadKey {
  Authentication internal;
  std::optional<Authentication> external;  ///< only third-generation cards need it
};

/// Basic read, Step2: `32|32|`. Taken too, because callers send them: `32|32`, `32|`, `32`, and `32||` with
/// an empty second part.
TextResult<BasicReadKey> parseBasicReadKey(std::string_view text);

/// Read, write, reload and unblock, Step2: 32 digits.
TextResult<Authentication> parseAuthenticationKey(std::string_view text);

/// Reload, Step3: the whole command APDU: header with Lc, ciphertext, MAC: 34 digits for 3DES, 50 for SSF33
/// and SM4.
TextResult<crypto::SecretBytes> parseReloadKey(std::string_view text, cardspec::Algorithm algorithm);

/// Unblock, Step3: the whole command APDU: header with Lc, MAC: 18 digits.
TextResult<crypto::SecretBytes> parseUnblockKey(std::string_view text);

struct DebitKey {
  Block4 terminalSequence{};
  BcdTime time{};  ///< decimal digits; not held against the calendar, for MAC1 is made over it as it is
  Block4 mac1{};
};

/// Debit, Step2: `terminal sequence (8)|time (14)|MAC1 (8)|`, 33 characters.
TextResult<DebitKey> parseDebitKey(std::string_view text);

}  // namespace ssc::capi
