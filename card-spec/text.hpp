// GBK / GB 18030 text of the card and UTF-8 text of everybody else. The GB18030 codec is always used: it
// contains GBK, and the GBK codec of the C library refuses some characters that names really have.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssc::cardspec {

/// UTF-8 of GB 18030 bytes; empty when they are not valid GB 18030.
std::optional<std::string> toUtf8(std::span<const std::uint8_t> gb18030);
/// GB 18030 bytes of UTF-8 text; empty when it is not valid UTF-8.
std::optional<std::vector<std::uint8_t>> toGb18030(std::string_view utf8);

/// Bytes of the GB 18030 character that `rest` begins with: 1, 2 or 4; more than is left where the text
/// breaks off inside it. `rest` is not empty.
std::size_t characterLength(std::span<const std::uint8_t> rest);

/// Strips the padding of a text field: 00, 20 and FF at the right end, without cutting a multi-byte
/// character.
std::span<const std::uint8_t> stripText(std::span<const std::uint8_t> field);
/// The digits of a packed BCD field without the padding F at the right end ("20250101"); hexadecimal digits
/// A–E stay.
std::string digitsOf(std::span<const std::uint8_t> field);
/// Packed BCD of digits, left aligned, unused nibbles F; empty when `text` is not hexadecimal or longer than
/// `length` bytes.
std::optional<std::vector<std::uint8_t>> packDigits(std::string_view text, std::size_t length);

}  // namespace ssc::cardspec
