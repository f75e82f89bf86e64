// Texts and bytes, for tests of messages.
#pragma once

#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace ssc::test {

inline crypto::ByteView bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string textOf(const crypto::SecretBytes& bytes) {
  return {bytes.reveal().begin(), bytes.reveal().end()};
}

}  // namespace ssc::test
