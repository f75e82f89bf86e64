#include "crypto/tls_certificate.hpp"

#include <set>
#include <string>

#include "crypto/base64.hpp"
#include "crypto/sm2_key_file.hpp"
#include "tests/unit/crypto/sm2_test_keys.hpp"
#include "tests/unit/crypto/tls_certificates.hpp"

using namespace ssc::crypto;
using namespace ssc::test;

namespace {

// Made with the openssl command: an RSA key, req -new -utf8 -subj "/O=TEST/CN=测试", then ca -selfsign
// -startdate 20260102030000Z -enddate 20510405000059Z with the serial number 0ABCDE. The fingerprint is that
// of x509 -sha256.
constexpr const char* kForeign =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBszCCARwCAwq83jANBgkqhkiG9w0BAQsFADAgMQ0wCwYDVQQKDARURVNUMQ8w\n"
    "DQYDVQQDDAbmtYvor5UwIBcNMjYwMTAyMDMwMDAwWhgPMjA1MTA0MDUwMDAwNTla\n"
    "MCAxDTALBgNVBAoMBFRFU1QxDzANBgNVBAMMBua1i+ivlTCBnzANBgkqhkiG9w0B\n"
    "AQEFAAOBjQAwgYkCgYEA0hvhwkQTQDC61hI+RmqltOqYa0ViIh85dstxrw+V4sr4\n"
    "oe5OpoNypYTM7PSFz3YMkXN3tO2P6AxDEn35OrV+qlv0poq8FXjdJNb0uXPdSHDD\n"
    "Phxp3ew0wOcdz0dC/u4csLG0wkBYwznRaSwPVJWlgbsYaklgvUcSHyogKBlCzC0C\n"
    "AwEAATANBgkqhkiG9w0BAQsFAAOBgQAmfJVZYAqeAJk9LT5iwJl9aSW0a4TZZIHt\n"
    "GXNwV0ldIOXaxX1W4b+FPypGtjlSkxVUtkA+CO/L2/gxrozqv+811vM7jHzOc+Nb\n"
    "qMRZl3VK8Quyop8J0OVWWsOFism0RTn1EZL1qS6YoLJJN04OmqRO8mEBRpt+0LkA\n"
    "yG+F0FMgbw==\n"
    "-----END CERTIFICATE-----\n";
constexpr const char* kForeignFingerprint =
    "AFC9A8D907406FB04B69E3C911886BBFDA5DB31D0DEC6A3A8425E4A2A7D84A5B";
// openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout /dev/null -subj /CN=TEST
constexpr const char* kP384Request =
    "-----BEGIN CERTIFICATE REQUEST-----\n"
    "MIIBBzCBjgIBADAPMQ0wCwYDVQQDDARURVNUMHYwEAYHKoZIzj0CAQYFK4EEACID\n"
    "YgAEb/znJid60/OHaVhwmzflb4TQHPDynshyE1FXLwZ7LEnx85ZZJrlo3ZaXjQ4D\n"
    "yW56qJQ7uvRpTXZqkNrAXP8O3S2l+oTfP8sCI1gWDGvmGi5WDzO3WCMKOKNbzx29\n"
    "Ek5GoAAwCgYIKoZIzj0EAwIDaAAwZQIwSbyTfw4XXsPcTqSqcedYL9BccFDrDlrT\n"
    "Akgg1gr7Fn36NIHkoXkq9QPDakUHjk3VAjEAycL55tzPjMOP8V7TpHRe8uSjHny4\n"
    "PaerXyXOvIAiQ7wMDhSSDQ/lidvxyPsuSCAE\n"
    "-----END CERTIFICATE REQUEST-----\n";
// The same on P-256, signed with -sha384.
constexpr const char* kSha384Request =
    "-----BEGIN CERTIFICATE REQUEST-----\n"
    "MIHKMHECAQAwDzENMAsGA1UEAwwEVEVTVDBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
    "A0IABNbo8ESMtBkSO2RGpQY5KM1xdpVKz5CGw71+V9a99WFOTxD9cMRbjMgeBJ/u\n"
    "5A3dQDLZGCG4iUmCS7fUHWdK1XOgADAKBggqhkjOPQQDAwNJADBGAiEAx/xWMHUo\n"
    "e6YoHhiArn5lAftEDwZEntvvEC/3vittaVECIQCgLS4wtBzRYBNa+csSz2Dh+qwC\n"
    "oRJzMGR3OvgZAx6i0A==\n"
    "-----END CERTIFICATE REQUEST-----\n";
// The same on P-256, with -subj /O=TEST and with -subj /CN=a/CN=b.
constexpr const char* kNamelessRequest =
    "-----BEGIN CERTIFICATE REQUEST-----\n"
    "MIHIMHECAQAwDzENMAsGA1UECgwEVEVTVDBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
    "A0IABPXb8RKKy/ySqOvQzJGCIeGGUTC0AEpu1Rql6pWLRvPjfcVX+g1UpciK8vw8\n"
    "P7O8vB7Xu/F39SXTR4WL+20GgmygADAKBggqhkjOPQQDAgNHADBEAiAt82MvnI0t\n"
    "f4GcF9VddMgfWpoPZu5h9ETJCjlH5Aj/xQIgTD5gX7rGUgwTsl1dYfnFs1AMaBj4\n"
    "ByetwgFuDN92r7I=\n"
    "-----END CERTIFICATE REQUEST-----\n";
constexpr const char* kTwoNamesRequest =
    "-----BEGIN CERTIFICATE REQUEST-----\n"
    "MIHSMHoCAQAwGDEKMAgGA1UEAwwBYTEKMAgGA1UEAwwBYjBZMBMGByqGSM49AgEG\n"
    "CCqGSM49AwEHA0IABHamOJs41MRj+zeyMMxW6gtn++e66yRFcfpNxSB1aeMF2CgR\n"
    "zH/VrS/6Wp3+dIGBaEy+nTI0Fcqrq0ZEGU2ZoHagADAKBggqhkjOPQQDAgNIADBF\n"
    "AiAkGtMBmWo1XQ8dhi7i2mS46Cty2JF0QYKJr7W7YuoNywIhAO3zI+Cqb0S96xJt\n"
    "H0uggZLrePs4gjlZ1RzLKqxdP3LR\n"
    "-----END CERTIFICATE REQUEST-----\n";

SecretBytes secretOf(std::string_view text) {
  return SecretBytes(ssc::crypto::bytesOf(text));
}

SecretBytes newKey() {
  auto key = makeTlsKey();
  REQUIRE(key);
  return std::move(*key);
}

std::string requestFor(const SecretBytes& key, std::string_view name = "TEST terminal 7") {
  auto request = makeCertificateRequest(key, name);
  REQUIRE(request);
  return std::move(*request);
}

/// The bytes of the only block of a PEM text, and the text of such bytes.
Bytes derOf(std::string_view pem) {
  const auto from = pem.find('\n'), to = pem.rfind("-----END");
  auto der = fromBase64(pem.substr(from, to - from));
  REQUIRE(der.has_value());
  return std::move(*der);
}

std::string asPem(std::string_view label, ByteView der) {
  const std::string text(label);
  return "-----BEGIN " + text + "-----\n" + toBase64(der) + "\n-----END " + text + "-----\n";
}

TlsCertificateError errorOfRequest(std::string_view pem) {
  const auto request = readCertificateRequest(pem);
  REQUIRE_FALSE(request);
  return request.error();
}

template <typename Input>
TlsCertificateError errorOfFacts(const Input& input) {
  const auto facts = factsOf(input);
  REQUIRE_FALSE(facts);
  return facts.error();
}

}  // namespace

TEST_CASE("every error of a TLS certificate has a text of its own") {
  std::set<std::string_view> texts;
  for (const auto error : {TlsCertificateError::malformed, TlsCertificateError::unsupported,
                           TlsCertificateError::badSignature, TlsCertificateError::wrongKey,
                           TlsCertificateError::unavailable, static_cast<TlsCertificateError>(99)})
    texts.insert(toText(error));
  CHECK(texts.size() == 6);
}

TEST_CASE("keys are new each time, and their public halves differ") {
  const SecretBytes one = newKey(), two = newKey();
  CHECK(*tlsPublicKeyOf(one) == *tlsPublicKeyOf(one));
  CHECK_FALSE(*tlsPublicKeyOf(one) == *tlsPublicKeyOf(two));
}

TEST_CASE("a request says the name and the key it was made with") {
  const SecretBytes key = newKey();
  const auto request = readCertificateRequest(requestFor(key, "测试终端 7"));
  REQUIRE(request);
  CHECK(request->commonName == "测试终端 7");
  CHECK(request->publicKey == *tlsPublicKeyOf(key));
}

TEST_CASE("a request of which any bit was turned is not taken for the same one") {
  const SecretBytes key = newKey();
  const Bytes der = derOf(requestFor(key));
  for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes altered = der;
    altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
    CHECK_FALSE(readCertificateRequest(asPem("CERTIFICATE REQUEST", altered)));
  }
  CHECK(readCertificateRequest(asPem("CERTIFICATE REQUEST", der)));
}

TEST_CASE("a request with another's key in it is not signed with its own") {
  const SecretBytes key = newKey();
  Bytes der = derOf(requestFor(key));
  const Bytes own = tlsPublicKeyOf(key)->spki, other = newTlsPublicKey().spki;
  const auto at = std::search(der.begin(), der.end(), own.begin(), own.end());
  REQUIRE(at != der.end());
  std::copy(other.begin(), other.end(), at);
  CHECK(errorOfRequest(asPem("CERTIFICATE REQUEST", der)) == TlsCertificateError::badSignature);
}

TEST_CASE("requests of other keys or signatures are unsupported, without one name malformed") {
  CHECK(errorOfRequest(kP384Request) == TlsCertificateError::unsupported);
  CHECK(errorOfRequest(kSha384Request) == TlsCertificateError::unsupported);
  CHECK(errorOfRequest(kNamelessRequest) == TlsCertificateError::malformed);
  CHECK(errorOfRequest(kTwoNamesRequest) == TlsCertificateError::malformed);
}

TEST_CASE("what is not one request in PEM is malformed, and so is one that is too long") {
  const std::string pem = requestFor(newKey());
  Bytes longer = derOf(pem);
  longer.push_back(0);
  const std::string longest = pem + std::string(kLargestTlsPem - pem.size(), '\n');
  CHECK(readCertificateRequest(longest));
  for (const std::string& text :
       {std::string(), std::string("-----BEGIN CERTIFICATE REQUEST-----"), pem + pem, longest + "\n",
        pem.substr(0, pem.size() / 2), asPem("CERTIFICATE", derOf(pem)), asPem("CERTIFICATE REQUEST", longer),
        newTlsAuthority().certificatePem()}) {
    CAPTURE(text);
    CHECK(errorOfRequest(text) == TlsCertificateError::malformed);
  }
}

TEST_CASE("a request is not made for a name that cannot be written, or with a key of another kind") {
  const SecretBytes key = newKey();
  for (const std::string& name :
       {std::string(), std::string(65, 'a'), std::string("a\r"), std::string("\xFF")})
    CHECK(makeCertificateRequest(key, name).error() == TlsCertificateError::malformed);
  const auto sm2 = sm2KeyToPem(newKeyPair());
  REQUIRE(sm2);
  CHECK(makeCertificateRequest(*sm2, "TEST").error() == TlsCertificateError::unsupported);
  CHECK(tlsPublicKeyOf(*sm2).error() == TlsCertificateError::unsupported);
  CHECK(tlsPublicKeyOf(secretOf("no key")).error() == TlsCertificateError::malformed);
  CHECK(tlsPublicKeyOf(SecretBytes()).error() == TlsCertificateError::malformed);
}

TEST_CASE("the facts of a certificate are those the openssl command prints") {
  const auto facts = factsOf(kForeign);
  REQUIRE(facts);
  CHECK(toHex(facts->fingerprint) == kForeignFingerprint);
  CHECK(facts->commonName == "测试");
  CHECK(facts->serialNumber == "0ABCDE");
  CHECK(facts->notBefore == std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + std::chrono::hours(3));
  CHECK(facts->notAfter == std::chrono::sys_days(std::chrono::year(2051) / 4 / 5) + std::chrono::seconds(59));
}

TEST_CASE("the facts of a certificate are the same in PEM and in DER") {
  const std::string pem = newTlsAuthority("TEST authority 9").certificatePem();
  const Bytes der = derOf(pem);
  const auto ofPem = factsOf(pem), ofDer = factsOf(der);
  REQUIRE((ofPem && ofDer));
  CHECK(ofPem->fingerprint == ofDer->fingerprint);
  CHECK(ofPem->fingerprint == *sha256(der));
  CHECK(ofDer->commonName == "TEST authority 9");
  CHECK(ofDer->notBefore == kTlsYear.notBefore);
  CHECK(ofDer->notAfter == kTlsYear.notAfter);
}

TEST_CASE("what is not one certificate has no facts") {
  const std::string pem = newTlsAuthority().certificatePem();
  Bytes longer = derOf(pem);
  longer.push_back(0);
  CHECK(errorOfFacts(longer) == TlsCertificateError::malformed);
  CHECK(errorOfFacts(Bytes()) == TlsCertificateError::malformed);
  for (const std::string& text : {std::string("0"), pem + pem, pem.substr(0, pem.size() / 2),
                                  requestFor(newKey()), pem + std::string(kLargestTlsPem, '\n')}) {
    CAPTURE(text);
    CHECK(errorOfFacts(std::string_view(text)) == TlsCertificateError::malformed);
  }
}

TEST_CASE("nothing of a refused text stays in OpenSSL's error queue") {
  ERR_clear_error();
  CHECK_FALSE(factsOf("no certificate"));
  CHECK_FALSE(readCertificateRequest(kP384Request));
  CHECK_FALSE(tlsPublicKeyOf(secretOf("no key")));
  CHECK_FALSE(TlsAuthority::fromPem("no certificate", SecretBytes()));
  CHECK_FALSE(sm2KeyFromPem(secretOf("no key")));
  CHECK(ERR_peek_error() == 0);
}
