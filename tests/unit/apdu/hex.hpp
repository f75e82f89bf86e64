// Bytes written as hexadecimal text in a test; text that is not hexadecimal fails the test.
#pragma once

#include <doctest/doctest.h>
#include <string_view>

#include "apdu/bytes.hpp"

namespace ssc::test {

inline apdu::Bytes hex(std::string_view text) {
  const auto bytes = apdu::fromHex(text);
  REQUIRE_MESSAGE(bytes.has_value(), "not hexadecimal: " << text);
  return *bytes;
}

}  // namespace ssc::test
