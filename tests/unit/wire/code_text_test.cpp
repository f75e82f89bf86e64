#include "wire/code_text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

#include "tests/unit/crypto/vector_file.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/base32.hpp"

using ssc::crypto::Key;
using ssc::test::VectorBlock;
using namespace ssc::wire;

namespace {

std::vector<VectorBlock> vectorsOf(const std::string& kind) {
  const std::string path = "tests/vectors/wire/code-text.vec";
  std::ifstream in(path);
  REQUIRE(in.good());
  auto blocks = ssc::test::parseVectors(path, in);
  std::erase_if(blocks, [&](const VectorBlock& block) { return block.text("kind") != kind; });
  return blocks;
}

std::uint32_t numberOf(const VectorBlock& vector, const std::string& name) {
  return static_cast<std::uint32_t>(std::stoul(vector.text(name)));
}

struct BadText {
  std::string text;
  std::string_view why;
};

const Key kKey{ssc::test::fromHex("0102030405060708090A0B0C0D0E0F10")};
const Key kSecret{ssc::test::fromHex("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF")};
const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";
const std::string kLogin = "SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6";

}  // namespace

TEST_CASE("a phone's code is the published one, both ways") {
  const auto vectors = vectorsOf("phone");
  REQUIRE(vectors.size() == 1);
  const VectorBlock& vector = vectors.front();
  const Key key(vector.bytes("key"));

  const auto made =
      makePhoneCode(key, vector.text("key-id"), vector.text("token"), numberOf(vector, "minute"));
  CHECK(made == vector.text("text"));
  CHECK(vector.text("text").size() == kPhoneCodeLength);

  const auto read = parsePhoneCode(vector.text("text"));
  REQUIRE(read.has_value());
  CHECK(read->keyId == vector.text("key-id"));
  CHECK(read->token == vector.text("token"));
  CHECK(read->minute == numberOf(vector, "minute"));
  CHECK(read->mac == vector.text("mac"));
  const auto mac = vector.bytes("mac-bytes");
  REQUIRE(mac.size() == 10);
  CHECK(read->mac == toBase32(std::span<const std::uint8_t, 10>(mac.data(), 10)));
  CHECK(read->isGenuine(key));
}

TEST_CASE("a terminal's codes are the published ones, both ways") {
  const auto vectors = vectorsOf("login");
  CHECK(vectors.size() == 3);
  for (const VectorBlock& vector : vectors) {
    INFO(vector.place());
    const Key secret(vector.bytes("secret"));
    CHECK(makeLoginCode(secret, vector.text("login-id"), numberOf(vector, "age")) == vector.text("text"));

    const auto read = parseLoginCode(vector.text("text"));
    REQUIRE(read.has_value());
    CHECK(read->loginId == vector.text("login-id"));
    CHECK(read->age == numberOf(vector, "age"));
    CHECK(read->isGenuine(secret));
  }
}

TEST_CASE("a match number has four digits, zeros in front") {
  auto vectors = vectorsOf("login");
  for (VectorBlock& other : vectorsOf("match"))
    vectors.push_back(std::move(other));
  CHECK(vectors.size() == 4);
  for (const VectorBlock& vector : vectors)
    CHECK(matchNumber(Key(vector.bytes("secret")), vector.text("login-id")) == vector.text("match"));
  CHECK_FALSE(matchNumber(kSecret, "0000000000000000000").has_value());
  CHECK_FALSE(matchNumber(Key(), "00000000000000000295").has_value());
}

TEST_CASE("a phone's code with one character changed is refused or is not genuine") {
  for (std::size_t place = 0; place < kPhone.size(); ++place)
    for (int other = 0; other < 256; ++other) {
      std::string changed = kPhone;
      changed[place] = static_cast<char>(other);
      if (changed == kPhone) continue;
      const auto read = parsePhoneCode(changed);
      CHECK_FALSE((read.has_value() && read->isGenuine(kKey)));
    }
}

TEST_CASE("a terminal's code with one character changed is refused or is not genuine") {
  for (std::size_t place = 0; place < kLogin.size(); ++place)
    for (int other = 0; other < 256; ++other) {
      std::string changed = kLogin;
      changed[place] = static_cast<char>(other);
      if (changed == kLogin) continue;
      const auto read = parseLoginCode(changed);
      CHECK_FALSE((read.has_value() && read->isGenuine(kSecret)));
    }
}

TEST_CASE("what is no phone's code is refused with its place") {
  const BadText rows[] = {
      {"", "is not a code of a phone"},
      {"SSC1.", "has not 50 characters"},
      {"ssc1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD", "is not a code of a phone"},
      {"SSC2.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD", "is not a code of a phone"},
      {kLogin, "is not a code of a phone"},
      {kPhone.substr(0, 49), "has not 50 characters"},
      {kPhone + "0", "has not 50 characters"},
      {kPhone + "\n", "has not 50 characters"},
      {std::string("SSC1.") + std::string(1'000'000, 'A'), "has not 50 characters"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000-3M4KRVJWE5ZM64ZD", "has not five parts"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64.D", "has not five parts"},
      {"SSC1.0.7F3K9Q2M5T8V1X4Z0.29000000.3M4KRVJWE5ZM64ZD", "key id: has a wrong length"},
      {"SSC1.0O.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD", "key id: has a character outside base 32"},
      {"SSC1.01.7f3k9q2m5t8v1x4z.29000000.3M4KRVJWE5ZM64ZD", "token: has a character outside base 32"},
      {"SSC1.01.7F3K9Q2M5T8V1X4I.29000000.3M4KRVJWE5ZM64ZD", "token: has a character outside base 32"},
      {"SSC1.01.7F3K9Q2M5T8V1X4.290000000.3M4KRVJWE5ZM64ZD", "token: has a wrong length"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.09000000.3M4KRVJWE5ZM64ZD", "minute: is not a number of eight digits"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.2900000A.3M4KRVJWE5ZM64ZD", "minute: is not a number of eight digits"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.+9000000.3M4KRVJWE5ZM64ZD", "minute: is not a number of eight digits"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z. 9000000.3M4KRVJWE5ZM64ZD", "minute: is not a number of eight digits"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.2900000.03M4KRVJWE5ZM64ZD", "minute: is not a number of eight digits"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64Z ", "mac: has a character outside base 32"},
      {"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZU", "mac: has a character outside base 32"},
      {std::string("SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64Z\0", 50),
       "mac: has a character outside base 32"},
  };
  for (const BadText& row : rows) {
    CAPTURE(row.text.substr(0, 60));
    const auto read = parsePhoneCode(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().text() == row.why);
  }
}

TEST_CASE("what is no terminal's code is refused with its place") {
  const BadText rows[] = {
      {"", "is not a code of a terminal"},
      {kPhone, "is not a code of a terminal"},
      {"ssl1.0000000000000000000A.14.9EFAC9W91HMHTYM6", "is not a code of a terminal"},
      {"SSL1.0000000000000000000A.14", "has not four parts"},
      {"SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6.", "has not four parts"},
      {"SSL1..14.9EFAC9W91HMHTYM6", "login id: has a wrong length"},
      {"SSL1.0000000000000000000a.14.9EFAC9W91HMHTYM6", "login id: has a character outside base 32"},
      {"SSL1." + std::string(100'000, '0') + ".14.9EFAC9W91HMHTYM6", "login id: has a wrong length"},
      {"SSL1.0000000000000000000A..9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.014.9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.00.9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.-1.9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.1e1.9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.10000.9EFAC9W91HMHTYM6", "age: is not a number of at most four digits"},
      {"SSL1.0000000000000000000A.4294967310.9EFAC9W91HMHTYM6",
       "age: is not a number of at most four digits"},  // 2^32 + 14
      {"SSL1.0000000000000000000A.18446744073709551630.9EFAC9W91HMHTYM6",
       "age: is not a number of at most four digits"},  // 2^64 + 14
      {"SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM", "mac: has a wrong length"},
      {"SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6\r", "mac: has a wrong length"},
      {"SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM\x80", "mac: has a character outside base 32"},
  };
  for (const BadText& row : rows) {
    CAPTURE(row.text.substr(0, 60));
    const auto read = parseLoginCode(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().text() == row.why);
  }
}

TEST_CASE("a refusal never repeats what was read") {
  for (const std::string& text : {kPhone.substr(0, 49) + "l", kPhone.substr(0, 8) + "u" + kPhone.substr(9)})
    CHECK(parsePhoneCode(text).error().text().find("7F3K9") == std::string::npos);
}

TEST_CASE("what could not be read is not made, and an empty key makes and proves nothing") {
  CHECK(makePhoneCode(kKey, "1", "7F3K9Q2M5T8V1X4Z", 29000000).error().place == "key id");
  CHECK(makePhoneCode(kKey, "01", "7f3k9q2m5t8v1x4z", 29000000).error().place == "token");
  CHECK(makePhoneCode(kKey, "01", "7F3K9Q2M5T8V1X4Z", 9'999'999).error().place == "minute");
  CHECK(makePhoneCode(kKey, "01", "7F3K9Q2M5T8V1X4Z", 100'000'000).error().place == "minute");
  CHECK(makePhoneCode(Key(), "01", "7F3K9Q2M5T8V1X4Z", 29000000).error().place == "key");
  CHECK(makeLoginCode(kSecret, "A", 0).error().place == "login id");
  CHECK(makeLoginCode(kSecret, "0000000000000000000A", kMostAge + 1).error().place == "age");
  CHECK(makeLoginCode(Key(), "0000000000000000000A", 0).error().place == "key");
  CHECK_FALSE(parsePhoneCode(kPhone)->isGenuine(Key()));
  CHECK_FALSE(parsePhoneCode(kPhone)->isGenuine(kSecret));
  CHECK_FALSE(parseLoginCode(kLogin)->isGenuine(Key()));
  CHECK_FALSE(parseLoginCode(kLogin)->isGenuine(kKey));
}
