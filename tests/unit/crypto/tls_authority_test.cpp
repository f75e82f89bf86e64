#include <array>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/crypto/tls_certificates.hpp"

using namespace ssc::crypto;
using namespace ssc::test;
using std::chrono::days;

namespace {

class NoRandom final : public RandomSource {
 public:
  tl::expected<void, CryptoError> fill(MutableByteView /*out*/) override {
    return tl::unexpected(CryptoError::randomUnavailable);
  }
};

/// Always the same byte.
class SameRandom final : public RandomSource {
 public:
  explicit SameRandom(std::uint8_t byte) : byte_(byte) {}
  tl::expected<void, CryptoError> fill(MutableByteView out) override {
    std::ranges::fill(out, byte_);
    return {};
  }

 private:
  std::uint8_t byte_;
};

std::string issued(const TlsAuthority& authority, const TlsRequest& request,
                   const TlsPublicKey& key = newTlsPublicKey()) {
  SystemRandom random;
  auto pem = authority.issue(request, key, random);
  REQUIRE(pem);
  return std::move(*pem);
}

TlsCertificateError refused(const TlsRequest& request, const TlsPublicKey& key = newTlsPublicKey()) {
  SystemRandom random;
  const auto pem = newTlsAuthority().issue(request, key, random);
  REQUIRE_FALSE(pem);
  return pem.error();
}

bool namesHost(const std::string& host) {
  SystemRandom random;
  const auto pem = newTlsAuthority().issue(tlsRequest(TlsRole::server, {host}), newTlsPublicKey(), random);
  return pem.has_value();
}

}  // namespace

TEST_CASE("a certificate serves the ends its role names, and no other") {
  struct Row {
    TlsRole role;
    bool server, client;
  };
  const TlsAuthority authority = newTlsAuthority();
  const SeenCertificate root(authority.certificatePem());
  for (const Row& row : {Row{TlsRole::server, true, false}, Row{TlsRole::client, false, true},
                         Row{TlsRole::peer, true, true}}) {
    CAPTURE(static_cast<int>(row.role));
    const SeenCertificate end(issued(authority, tlsRequest(row.role)));
    CHECK(end.passes(root, X509_PURPOSE_SSL_SERVER) == row.server);
    CHECK(end.passes(root, X509_PURPOSE_SSL_CLIENT) == row.client);
  }
}

TEST_CASE("a certificate passes under its own authority and inside its time only") {
  const TlsAuthority authority = newTlsAuthority(), other = newTlsAuthority();
  const SeenCertificate root(authority.certificatePem()), stranger(other.certificatePem());
  const SeenCertificate end(issued(authority, tlsRequest(TlsRole::client, {})));
  CHECK(end.passes(root, X509_PURPOSE_SSL_CLIENT));
  CHECK_FALSE(end.passes(stranger, X509_PURPOSE_SSL_CLIENT));
  CHECK_FALSE(end.passes(root, X509_PURPOSE_SSL_CLIENT, kTlsYear.notBefore - std::chrono::seconds(1)));
  CHECK(end.passes(root, X509_PURPOSE_SSL_CLIENT, kTlsYear.notBefore));
  // OpenSSL counts the last second out (RFC 5280 §4.1.2.5 counts it in).
  CHECK(end.passes(root, X509_PURPOSE_SSL_CLIENT, kTlsYear.notAfter - std::chrono::seconds(1)));
  CHECK_FALSE(end.passes(root, X509_PURPOSE_SSL_CLIENT, kTlsYear.notAfter + std::chrono::seconds(1)));
}

TEST_CASE("a certificate names its hosts and addresses, and no others") {
  const SeenCertificate end(issued(
      newTlsAuthority(), tlsRequest(TlsRole::server, {"localhost", "center.test", "127.0.0.1", "::1"})));
  for (const char* host : {"localhost", "center.test", "CENTER.test"})
    CHECK_MESSAGE(end.isForHost(host), host);
  for (const char* host : {"center", "test", "a.center.test", "127.0.0.1", "TEST end"})
    CHECK_MESSAGE(!end.isForHost(host), host);
  for (const char* address : {"127.0.0.1", "::1", "0:0:0:0:0:0:0:1"})
    CHECK_MESSAGE(end.isForAddress(address), address);
  for (const char* address : {"127.0.0.2", "::2", "::ffff:127.0.0.1"})
    CHECK_MESSAGE(!end.isForAddress(address), address);
}

TEST_CASE("a client's certificate names no host unless asked to") {
  const SeenCertificate end(issued(newTlsAuthority(), tlsRequest(TlsRole::client, {})));
  CHECK(X509_get_ext_by_NID(end.get(), NID_subject_alt_name, -1) == -1);
}

TEST_CASE("hosts are DNS names and IP addresses, nothing that reads as several or as another") {
  const std::string longLabel(63, 'a');
  for (const std::string& host : {std::string("a"), std::string("a-1.b"), std::string("10.0.0.1"),
                                  std::string("fe80::1"), std::string("1a"), longLabel + ".test"})
    CHECK_MESSAGE(namesHost(host), host);
  for (const std::string& host :
       {std::string(""),          std::string("."),       std::string("a."),         std::string(".a"),
        std::string("a..b"),      std::string("a,DNS:b"), std::string("a b"),        std::string("a\n"),
        std::string("a\0b", 3),   std::string("-a"),      std::string("a-"),         std::string("256.0.0.1"),
        std::string("1.2.3"),     std::string("*.test"),  std::string("a_b"),        std::string("测试"),
        std::string("https://a"), std::string("a:443"),   std::string("10.0.0.1/8"), longLabel + "a.test",
        std::string(254, 'a')})
    CHECK_MESSAGE(!namesHost(host), host);
}

TEST_CASE("what cannot be a certificate is malformed") {
  TlsRequest request = tlsRequest(TlsRole::server);
  request.hosts.clear();
  CHECK(refused(request) == TlsCertificateError::malformed);
  for (const std::string& name : {std::string(), std::string(65, 'a'), std::string("a\nb"),
                                  std::string("a\0b", 3), std::string("\xFF\xFE")}) {
    CAPTURE(name);
    request = tlsRequest(TlsRole::client);
    request.commonName = name;
    CHECK(refused(request) == TlsCertificateError::malformed);
  }
  request = tlsRequest(TlsRole::client);
  std::swap(request.validity.notBefore, request.validity.notAfter);
  CHECK(refused(request) == TlsCertificateError::malformed);
  request = tlsRequest(static_cast<TlsRole>(9));
  CHECK(refused(request) == TlsCertificateError::malformed);
}

TEST_CASE("a common name has up to 64 characters of any script") {
  std::string name;
  for (int i = 0; i < 64; ++i)
    name += "测";
  TlsRequest request = tlsRequest(TlsRole::client);
  request.commonName = name;
  const auto facts = factsOf(issued(newTlsAuthority(), request));
  REQUIRE(facts);
  CHECK(facts->commonName == name);
}

TEST_CASE("a key that is not on P-256, or no key at all, gets no certificate") {
  const TlsRequest request = tlsRequest(TlsRole::client);
  TlsPublicKey key = newTlsPublicKey();
  key.spki[20] ^= 1;  // another curve's identifier
  CHECK(refused(request, key) == TlsCertificateError::unsupported);
  key = newTlsPublicKey();
  key.spki.pop_back();
  CHECK(refused(request, key) == TlsCertificateError::unsupported);
  CHECK(refused(request, {}) == TlsCertificateError::unsupported);
  key = newTlsPublicKey();
  std::fill(key.spki.end() - 32, key.spki.end(), std::uint8_t{1});
  CHECK(refused(request, key) == TlsCertificateError::malformed);  // not on the curve
}

TEST_CASE("serial numbers are random, positive and never shorter") {
  const TlsAuthority authority = newTlsAuthority();
  const TlsPublicKey key = newTlsPublicKey();
  std::set<std::string> serials;
  for (int i = 0; i < 20; ++i)
    serials.insert(factsOf(issued(authority, tlsRequest(TlsRole::peer), key))->serialNumber);
  CHECK(serials.size() == 20);
  for (const std::uint8_t byte : Bytes{0x00, 0x80, 0xFF}) {
    CAPTURE(byte);
    SameRandom random(byte);
    const auto pem = authority.issue(tlsRequest(TlsRole::peer), key, random);
    REQUIRE(pem);
    const std::string serial = factsOf(*pem)->serialNumber;
    CHECK(serial.size() == 32);
    CHECK(serial.front() < '8');
  }
}

TEST_CASE("without randomness no certificate is made") {
  NoRandom none;
  CHECK(TlsAuthority::create("TEST", kTlsYear, none).error() == TlsCertificateError::unavailable);
  CHECK(newTlsAuthority().issue(tlsRequest(TlsRole::peer), newTlsPublicKey(), none).error() ==
        TlsCertificateError::unavailable);
}

TEST_CASE("an authority comes back from its two files and goes on issuing") {
  const TlsAuthority authority = newTlsAuthority();
  const auto again = TlsAuthority::fromPem(authority.certificatePem(), *authority.keyPem());
  REQUIRE(again);
  CHECK(again->certificatePem() == authority.certificatePem());
  const SeenCertificate end(issued(*again, tlsRequest(TlsRole::server)));
  CHECK(end.passes(SeenCertificate(authority.certificatePem()), X509_PURPOSE_SSL_SERVER));
}

TEST_CASE("an authority is not made of files that do not belong together, or are no authority's") {
  const TlsAuthority authority = newTlsAuthority(), other = newTlsAuthority();
  const std::string certificate = authority.certificatePem();
  const auto key = authority.keyPem();
  const auto endKey = makeTlsKey();
  REQUIRE((key && endKey));
  const std::string end = issued(authority, tlsRequest(TlsRole::peer), *tlsPublicKeyOf(*endKey));
  const auto errorOf = [](std::string_view pem, const SecretBytes& secret) {
    const auto made = TlsAuthority::fromPem(pem, secret);
    REQUIRE_FALSE(made);
    return made.error();
  };
  CHECK(errorOf(certificate, *other.keyPem()) == TlsCertificateError::wrongKey);
  CHECK(errorOf(end, *endKey) == TlsCertificateError::unsupported);
  CHECK(errorOf("", *key) == TlsCertificateError::malformed);
  CHECK(errorOf(certificate, SecretBytes()) == TlsCertificateError::malformed);
  CHECK(errorOf(certificate + certificate, *key) == TlsCertificateError::malformed);
  CHECK(errorOf(certificate + std::string(kLargestTlsPem, '\n'), *key) == TlsCertificateError::malformed);
}

TEST_CASE("an end's certificate cannot issue, an authority's is no end's") {
  const TlsAuthority authority = newTlsAuthority();
  const SeenCertificate root(authority.certificatePem()), end(issued(authority, tlsRequest(TlsRole::peer)));
  CHECK(X509_check_ca(root.get()) == 1);
  CHECK(X509_get_pathlen(root.get()) == 0);
  CHECK(X509_get_key_usage(root.get()) == KU_KEY_CERT_SIGN);
  CHECK(X509_check_ca(end.get()) == 0);
  CHECK(X509_get_key_usage(end.get()) == KU_DIGITAL_SIGNATURE);
}

TEST_CASE("several threads issue with one authority") {
  constexpr int kThreads = 4, kRounds = 20;
  const TlsAuthority authority = newTlsAuthority();
  const TlsPublicKey key = newTlsPublicKey();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      SystemRandom random;
      for (int round = 0; round < kRounds; ++round)
        good += authority.issue(tlsRequest(TlsRole::peer), key, random) && authority.keyPem() &&
                        !authority.certificatePem().empty()
                    ? 1
                    : 0;
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(good == kThreads * kRounds);
}
