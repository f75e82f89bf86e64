// The texts inside the QR codes of the electronic card. Both ways in end in a MAC: the first 80 bits of
// HMAC-SM3 in base 32. Everything here is the project's own form; no official one is public.
//
//   SSC1.<key id 2>.<token 16>.<minute 8>.<mac 16>   the phone shows it, the terminal scans
//   SSL1.<login id 20>.<age>.<mac 16>                the terminal shows it, the phone scans
//
// A parsed text is well-formed, nothing more: whoever has the key asks isGenuine().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire {

inline constexpr std::string_view kPhoneCodePrefix = "SSC1.";
inline constexpr std::size_t kPhoneCodeLength = 50;
inline constexpr std::string_view kLoginCodePrefix = "SSL1.";
inline constexpr std::size_t kLoginIdLength = 20;
/// Of a login code, in seconds. Codes live two minutes; this only bounds the text.
inline constexpr std::uint32_t kMostAge = 9999;

/// What a phone shows: a single-use handle of the holder's electronic card.
struct PhoneCode {
  std::string keyId;         ///< which of the center's keys, 2 symbols of base 32
  std::string token;         ///< 16 symbols of base 32
  std::uint32_t minute = 0;  ///< when it was made, Unix time / 60; eight digits
  std::string mac;           ///< 16 symbols of base 32

  /// The MAC is that of the key; compared in constant time. False too for a key that cannot be used.
  [[nodiscard]] bool isGenuine(const crypto::Key& key) const;
};

/// Refuses what parsePhoneCode would refuse, and an empty key.
tl::expected<std::string, BadMessage> makePhoneCode(const crypto::Key& key, std::string_view keyId,
                                                    std::string_view token, std::uint32_t minute);
/// Strict: exactly 50 characters.
tl::expected<PhoneCode, BadMessage> parsePhoneCode(std::string_view text);

/// What a terminal shows: it changes every second, so that a photograph of it is soon worth nothing.
struct LoginCode {
  std::string loginId;    ///< 20 symbols of base 32
  std::uint32_t age = 0;  ///< seconds since the login was created, as the terminal counts them
  std::string mac;        ///< 16 symbols of base 32

  [[nodiscard]] bool isGenuine(const crypto::Key& secret) const;
};

tl::expected<std::string, BadMessage> makeLoginCode(const crypto::Key& secret, std::string_view loginId,
                                                    std::uint32_t age);
/// Strict: the age has no leading zero.
tl::expected<LoginCode, BadMessage> parseLoginCode(std::string_view text);

/// Four digits that terminal and phone both show: the holder sees that they belong together.
tl::expected<std::string, BadMessage> matchNumber(const crypto::Key& secret, std::string_view loginId);

}  // namespace ssc::wire
