// Bytes as upper-case hexadecimal text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace ssc::crypto {

/// One allocation, so that a secret leaves no copies behind while its text grows.
std::string toHex(ByteView bytes);
/// In lower case, as texts that are signed have it.
std::string toLowerHex(ByteView bytes);
/// Upper and lower case; none for an odd number of digits or any other character.
std::optional<Bytes> fromHex(std::string_view text);

}  // namespace ssc::crypto
