// Texts and bytes, for tests of messages.
#pragma once

#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace ssc::test {

inline std::string textOf(const crypto::SecretBytes& bytes) {
  return {bytes.reveal().begin(), bytes.reveal().end()};
}

}  // namespace ssc::test
