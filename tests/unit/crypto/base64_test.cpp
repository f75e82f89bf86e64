#include "crypto/base64.hpp"

#include <doctest/doctest.h>

using ssc::crypto::Bytes;
using ssc::crypto::bytesOf;
using ssc::crypto::ByteView;
using ssc::crypto::fromBase64;
using ssc::crypto::toBase64;

namespace {

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

}  // namespace

TEST_CASE("Base64 is that of RFC 4648, section 10") {
  struct Row {
    const char *plain, *coded;
  };
  for (const Row& row : {Row{"", ""}, Row{"f", "Zg=="}, Row{"fo", "Zm8="}, Row{"foo", "Zm9v"},
                         Row{"foob", "Zm9vYg=="}, Row{"fooba", "Zm9vYmE="}, Row{"foobar", "Zm9vYmFy"}}) {
    CAPTURE(row.coded);
    CHECK_EQ(toBase64(bytesOf(row.plain)), row.coded);
    const auto back = fromBase64(row.coded);
    REQUIRE(back.has_value());
    CHECK_EQ(std::string(back->begin(), back->end()), row.plain);
  }
}

TEST_CASE("every length of bytes comes back from Base64") {
  for (std::size_t size = 0; size <= 256; ++size) {
    CAPTURE(size);
    const Bytes bytes = counted(size);
    const std::string text = toBase64(bytes);
    CHECK_EQ(text.size(), (size + 2) / 3 * 4);
    CHECK_EQ(fromBase64(text), std::optional(bytes));
  }
}

TEST_CASE("Base64 with ends of lines anywhere is taken") {
  CHECK_EQ(fromBase64("Zm9v\r\nYmFy\n").value_or(Bytes()).size(), 6);
  const Bytes bytes = counted(43);
  const std::string text = toBase64(bytes);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    CAPTURE(at);
    CHECK_EQ(fromBase64(std::string(text).insert(at, "\r\n")), std::optional(bytes));
  }
  CHECK_EQ(fromBase64("\n\n"), std::optional(Bytes()));
}

TEST_CASE("anything else than Base64 is not taken") {
  for (const char* text : {"Z",
                           "Zm",
                           "Zm9",
                           "Zm9v=",
                           "=",
                           "====",
                           "Z===",
                           "Zg=a",
                           "Zg==Zm9v",
                           "Zh==",
                           "Zm9=",
                           "Zm 9v",
                           "Zm-v",
                           "Zm_v",
                           "Zg=",
                           "Zg==\nZg==",
                           "Zm9vZg=\n",
                           "Zg===",
                           "Zg==\n=",
                           "Zm8=Zm8=",
                           "Z\n=",
                           "Zm\xFF"
                           "v"}) {
    CAPTURE(text);
    CHECK_FALSE(fromBase64(text).has_value());
  }
}

TEST_CASE("only the 64 digits, padding and ends of lines belong to Base64") {
  int taken = 0;
  for (int c = 0; c < 256; ++c) {
    const std::string text{'Z', 'm', '9', static_cast<char>(c)};
    taken += fromBase64(text).has_value() ? 1 : 0;
  }
  CHECK_EQ(taken, 64);  // "Zm9=" has pad bits
}
