#include "hostlib/capi/text/reply_text.hpp"

#include "apdu/bytes.hpp"

namespace ssc::capi {

// Both reserve first: a text that grows leaves its beginnings in freed memory.

crypto::Personal joined(std::span<const crypto::Personal> parts, char between) {
  std::size_t size = 0;
  for (const crypto::Personal& part : parts)
    size += part.reveal().size() + 1;
  std::string text;
  text.reserve(size);
  for (const crypto::Personal& part : parts) {
    if (&part != &parts.front()) text += between;
    text += part.reveal();
  }
  return crypto::Personal(std::move(text));
}

crypto::Personal barred(std::initializer_list<std::string_view> fields) {
  std::size_t size = 0;
  for (const std::string_view field : fields)
    size += field.size() + 1;
  std::string text;
  text.reserve(size);
  for (const std::string_view field : fields) {
    text += field;
    text += '|';
  }
  return crypto::Personal(std::move(text));
}

std::string hexOf(std::uint8_t byte) {
  return apdu::toHex({&byte, 1});
}

std::string hexOf(std::uint32_t number) {
  std::string text;
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    text += hexOf(static_cast<std::uint8_t>(number >> shift & 0xFFU));
  return text;
}

}  // namespace ssc::capi
