// The status word SW1 SW2 that ends every response (ISO/IEC 7816-4 §5.6).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ssc::apdu {

class StatusWord {
 public:
  constexpr StatusWord() = default;
  constexpr explicit StatusWord(std::uint16_t value) : value_(value) {}
  constexpr StatusWord(std::uint8_t sw1, std::uint8_t sw2)
      : value_(static_cast<std::uint16_t>((sw1 << 8) | sw2)) {}

  [[nodiscard]] constexpr std::uint16_t value() const { return value_; }
  [[nodiscard]] constexpr std::uint8_t sw1() const { return static_cast<std::uint8_t>(value_ >> 8); }
  [[nodiscard]] constexpr std::uint8_t sw2() const { return static_cast<std::uint8_t>(value_ & 0xFF); }

  /// 9000: normal processing, nothing more to say.
  [[nodiscard]] constexpr bool ok() const { return value_ == 0x9000; }
  /// 61xx: normal processing, xx bytes (00 = 256) can be fetched with GET RESPONSE.
  [[nodiscard]] constexpr bool moreAvailable() const { return sw1() == 0x61; }
  /// 9000 or 61xx: the command was carried out.
  [[nodiscard]] constexpr bool normal() const { return ok() || moreAvailable(); }
  /// 6Cxx: wrong Le, xx (00 = 256) is the right one.
  [[nodiscard]] constexpr bool wrongLe() const { return sw1() == 0x6C; }
  /// 63Cx: the comparison failed, x further tries are allowed.
  [[nodiscard]] constexpr bool hasTriesLeft() const { return (value_ & 0xFFF0) == 0x63C0; }
  [[nodiscard]] constexpr unsigned triesLeft() const { return value_ & 0x000FU; }

  friend constexpr bool operator==(StatusWord, StatusWord) = default;

 private:
  std::uint16_t value_ = 0;
};

/// One row of a status-word table: it applies where (sw & mask) == value.
struct StatusRow {
  std::uint16_t value;
  std::uint16_t mask;
  std::string_view meaning;  ///< English, for logs and developers
};

/// The rows of ISO/IEC 7816-4 §5.6, most specific first.
std::span<const StatusRow> isoStatusRows();

/// The meaning by the first row that fits; "unknown status" where none does.
std::string_view meaningOf(StatusWord sw, std::span<const StatusRow> rows = isoStatusRows());

/// Four upper-case hexadecimal digits, for example "6A82".
std::string toText(StatusWord sw);

namespace sw {
inline constexpr StatusWord kOk{0x9000};
inline constexpr StatusWord kWrongLength{0x6700};
inline constexpr StatusWord kSecurityNotSatisfied{0x6982};
inline constexpr StatusWord kMethodBlocked{0x6983};
inline constexpr StatusWord kReferenceInvalid{0x6984};
inline constexpr StatusWord kConditionsNotSatisfied{0x6985};
inline constexpr StatusWord kWrongData{0x6A80};
inline constexpr StatusWord kNotSupported{0x6A81};
inline constexpr StatusWord kFileNotFound{0x6A82};
inline constexpr StatusWord kRecordNotFound{0x6A83};
inline constexpr StatusWord kWrongP1P2{0x6A86};
inline constexpr StatusWord kKeyNotFound{0x6A88};
inline constexpr StatusWord kInsUnknown{0x6D00};
inline constexpr StatusWord kClaUnknown{0x6E00};
}  // namespace sw

}  // namespace ssc::apdu
