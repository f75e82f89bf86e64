// Base64 (RFC 4648 §4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace ssc::crypto {

/// With padding, in one line.
std::string toBase64(ByteView bytes);

/// With padding, pad bits zero; CR and LF are passed over wherever they stand. Empty where the text is
/// anything else.
std::optional<Bytes> fromBase64(std::string_view text);

}  // namespace ssc::crypto
