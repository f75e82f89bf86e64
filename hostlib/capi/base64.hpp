// Base64 (RFC 4648 §4), as the certificate functions carry bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "apdu/bytes.hpp"

namespace ssc::capi {

std::string toBase64(apdu::ByteView bytes);

/// With padding; ends of lines are passed over. Empty where the text is anything else.
std::optional<apdu::Bytes> fromBase64(std::string_view text);

}  // namespace ssc::capi
