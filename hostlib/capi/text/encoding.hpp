// The two encodings of the interface, character by character: the standard exports speak GB 18030, in which
// the second byte of a character may look like a separator (7C, 5E); their length-aware twins speak UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "apdu/bytes.hpp"
#include "crypto/secret.hpp"

namespace ssc::capi {

enum class Encoding : std::uint8_t { gb18030, utf8 };

/// Bytes of the well-formed character that `rest` begins with: 1 to 4; 0 where there is none (also where the
/// text ends inside it). `rest` is not empty.
std::size_t characterLength(std::string_view rest, Encoding encoding);

/// 00…1F and 7F: never part of a value.
bool isControl(char character);
/// | $ ^
bool isSeparator(char character);

/// GB 18030, as the card keeps text. Empty when `text` is not valid in its encoding.
std::optional<crypto::Personal> toCardText(std::string_view text, Encoding encoding);

/// Text of a card as it may stand in a reply: separators and control characters become blanks, so that no
/// card shifts the fields behind it. Bytes that are no character become blanks too, in UTF-8 U+FFFD. At most
/// three bytes for each byte of the card; in GB 18030 one.
crypto::Personal toReplyText(apdu::ByteView gb18030, Encoding encoding);

}  // namespace ssc::capi
