// The eleven fields of the basic read, in the order and form of the terminal interface.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "hostlib/flows/read_card.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

enum class BasicField : std::uint8_t {
  region,                ///< six digits
  socialSecurityNumber,  ///< 18 characters
  cardNumber,            ///< the first 9 characters
  cardId,                ///< 32 hexadecimal digits, trailing F kept
  name,                  ///< tag 09 and its continuation 4E
  resetInformation,      ///< historical bytes, 26 hexadecimal digits; the whole ATR where a site wants that
  version,               ///< 4 characters
  issueDate,             ///< CCYYMMDD, empty when blank
  validUntil,            ///< CCYYMMDD, empty when blank
  terminalNumber,        ///< 12 digits
  deviceNumber,          ///< as configured, may be empty
};
inline constexpr std::size_t kBasicFieldCount = 11;

/// The fields as the card holds them: text is GB 18030.
class BasicFields {
 public:
  BasicFields(const BasicCard& card, std::string_view deviceNumber,
              profile::AtrField atrField = profile::AtrField::historical);

  [[nodiscard]] const crypto::Personal& operator[](BasicField field) const {
    return values_.at(static_cast<std::size_t>(field));
  }
  /// Every field followed by a bar, GB 18030.
  [[nodiscard]] crypto::Personal joined() const;
  /// UTF-8; a text that is no valid GB 18030 gives U+FFFD for the bytes in question.
  [[nodiscard]] crypto::Personal utf8(BasicField field) const;
  /// The same as joined(), in UTF-8.
  [[nodiscard]] crypto::Personal joinedUtf8() const;

 private:
  std::array<crypto::Personal, kBasicFieldCount> values_;
};

/// UTF-8 of card text, with U+FFFD for every byte that is not part of valid GB 18030.
std::string readableText(apdu::ByteView gb18030);

}  // namespace ssc::flows
