#include "crypto/sm2_key_file.hpp"

#include <doctest/doctest.h>
#include <string>

#include "crypto/base64.hpp"
#include "crypto/tls_certificate.hpp"
#include "tests/unit/crypto/sm2_test_keys.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::SecretBytes;
using ssc::crypto::sm2KeyFromPem;
using ssc::crypto::Sm2KeyPair;
using ssc::crypto::sm2KeyToPem;
using ssc::test::fromHex;
using ssc::test::toHex;

namespace {

// Made with "openssl genpkey -algorithm SM2" (OpenSSL 3.0); key and point as "openssl pkey -text" prints
// them.
constexpr const char* kFile =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgvT/2y6Q5VpoJ6Ldx\n"
    "YSPjd0G3NRugiZSycT0UOqTfwZyhRANCAASx1ZtlHZu5mupWU8kqJpLOff7/Jzo5\n"
    "e0rG6wqnNZZ+FnuAR5DOhhX22V8IW5btLOmuB6SJ9a3i2lBNrr7ByrI+\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* kScalar = "BD3FF6CBA439569A09E8B7716123E37741B7351BA08994B2713D143AA4DFC19C";
constexpr const char* kPoint =
    "B1D59B651D9BB99AEA5653C92A2692CE7DFEFF273A397B4AC6EB0AA735967E16"
    "7B804790CE8615F6D95F085B96ED2CE9AE07A489F5ADE2DA504DAEBEC1CAB23E";
// The same key, with a password ("openssl pkcs8 -topk8 -v2 aes-128-cbc").
constexpr const char* kEncrypted =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiHWnmoAF93RwICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEAR94ygG8RWqjzgaVOzKE8QEgZD1\n"
    "CNjOY71zAnlXEPBp0v4wI9dJt41V8MQJfopmppsh4FxOaVRNp98UyNefNZ9jl9kU\n"
    "lKabBlKF+heGkpHZZgCdOsDhN4xRDMBrimqxdG1X9Th86nMCRDTIeNaEvQuWpBUB\n"
    "Y+mhocygT1c6yM02o8wuKxDhldXjeC2g5ajoxBL73GVnZWTHVW0/NsTs+Twgj3o=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";

SecretBytes fileOf(std::string_view text) {
  return SecretBytes(ssc::crypto::bytesOf(text));
}

std::string textOf(const SecretBytes& file) {
  return {file.reveal().begin(), file.reveal().end()};
}

std::string asPem(std::string_view label, ByteView der) {
  const std::string text(label);
  return "-----BEGIN " + text + "-----\n" + ssc::crypto::toBase64(der) + "\n-----END " + text + "-----\n";
}

Bytes derOf(std::string_view pem) {
  const auto from = pem.find('\n'), to = pem.rfind("-----END");
  auto der = ssc::crypto::fromBase64(pem.substr(from, to - from));
  REQUIRE(der.has_value());
  return std::move(*der);
}

bool isBadKey(std::string_view text) {
  const auto pair = sm2KeyFromPem(fileOf(text));
  return !pair && pair.error() == CryptoError::badKey;
}

}  // namespace

TEST_CASE("a key file of the openssl command is read") {
  const auto pair = sm2KeyFromPem(fileOf(kFile));
  REQUIRE(pair);
  CHECK(toHex(pair->privateKey()->reveal()) == kScalar);
  CHECK(toHex(pair->publicKey()->point()) == kPoint);
}

TEST_CASE("a key pair gives the file that the openssl command gives") {
  const auto pair = Sm2KeyPair::fromPrivate(ssc::crypto::Key(ByteView(fromHex(kScalar))));
  REQUIRE(pair);
  const auto file = sm2KeyToPem(*pair);
  REQUIRE(file);
  CHECK(textOf(*file) == kFile);
}

TEST_CASE("a new key pair comes back from its file and goes on signing") {
  const Sm2KeyPair pair = ssc::test::newKeyPair();
  const auto file = sm2KeyToPem(pair);
  REQUIRE(file);
  const auto again = sm2KeyFromPem(*file);
  REQUIRE(again);
  const auto signature = again->sign(Bytes{1, 2, 3});
  REQUIRE(signature);
  CHECK(ssc::test::publicHalfOf(pair).verify(Bytes{1, 2, 3}, *signature));
}

TEST_CASE("a scalar with leading zeros keeps its length") {
  Bytes d(32);
  d.back() = 7;
  const auto pair = Sm2KeyPair::fromPrivate(ssc::crypto::Key(ByteView(d)));
  REQUIRE(pair);
  CHECK(toHex(pair->privateKey()->reveal()) == toHex(d));
  const auto file = sm2KeyToPem(*pair);
  REQUIRE(file);
  CHECK(toHex(sm2KeyFromPem(*file)->privateKey()->reveal()) == toHex(d));
}

TEST_CASE("whatever is not one private SM2 key in PEM is a bad key") {
  const std::string file = kFile;
  const Bytes der = derOf(file);
  const auto p256 = ssc::crypto::makeTlsKey();
  REQUIRE(p256);
  Bytes longer = der;
  longer.push_back(0);
  CHECK(isBadKey(""));
  CHECK(isBadKey("-----BEGIN PRIVATE KEY-----\n"));
  CHECK(isBadKey(file.substr(0, file.size() / 2)));
  CHECK(isBadKey(file + file));
  CHECK(isBadKey(textOf(*p256)));
  CHECK(isBadKey(kEncrypted));
  CHECK(isBadKey(asPem("PUBLIC KEY", der)));
  CHECK(isBadKey(asPem("EC PRIVATE KEY", der)));
  CHECK(isBadKey(asPem("PRIVATE KEY", longer)));
  CHECK(isBadKey(asPem("PRIVATE KEY", ByteView(der).first(der.size() - 1))));
  CHECK_FALSE(isBadKey(asPem("PRIVATE KEY", der)));
}

TEST_CASE("a key file of which any bit was turned is a bad key") {
  const Bytes der = derOf(kFile);
  for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes altered = der;
    altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
    CHECK(isBadKey(asPem("PRIVATE KEY", altered)));
  }
}

TEST_CASE("a key file whose public point belongs to another key is a bad key") {
  Bytes der = derOf(kFile);
  const Bytes other = ssc::test::publicHalfOf(ssc::test::newKeyPair()).point();
  REQUIRE(std::equal(der.end() - 64, der.end(), fromHex(kPoint).begin()));
  std::copy(other.begin(), other.end(), der.end() - 64);
  CHECK(isBadKey(asPem("PRIVATE KEY", der)));
}

TEST_CASE("a key file is not longer than it can be") {
  const std::string file = kFile;
  const std::string padded = file + std::string(ssc::crypto::kLargestSm2KeyFile - file.size(), '\n');
  CHECK_FALSE(isBadKey(padded));
  CHECK(isBadKey(padded + '\n'));
}
