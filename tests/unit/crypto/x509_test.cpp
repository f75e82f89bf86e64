#include "crypto/x509.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <set>
#include <string>

#include "tests/unit/crypto/certificates.hpp"

using namespace ssc::crypto;
using namespace ssc::test;

namespace {

using Error = CertificateError;

std::optional<Error> check(const Certificate& certificate, const Certificate& trusted,
                           std::chrono::sys_seconds now = kNow, KeyUse use = KeyUse::signature) {
  const auto result = checkChain(certificate, use, list(trusted), now);
  return result ? std::nullopt : std::optional(result.error());
}

std::optional<Error> errorOfDer(const Bytes& der) {
  const auto certificate = Certificate::fromDer(der);
  return certificate ? std::nullopt : std::optional(certificate.error());
}

/// The certificate with `from` replaced by `to` everywhere it stands, of the same length.
Bytes replaced(Bytes der, const Bytes& from, const Bytes& to) {
  REQUIRE(from.size() == to.size());
  auto at = std::search(der.begin(), der.end(), from.begin(), from.end());
  REQUIRE(at != der.end());
  while (at != der.end()) {
    std::copy(to.begin(), to.end(), at);
    at = std::search(at, der.end(), from.begin(), from.end());
  }
  return der;
}

/// The same with another serial number of one byte, which stands behind the version (RFC 5280 §4.1).
Bytes withSerial(const Bytes& der, std::uint8_t from, std::uint8_t to) {
  const auto version3AndSerial = [](std::uint8_t serial) {
    return Bytes{0xA0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01, serial};
  };
  return replaced(der, version3AndSerial(from), version3AndSerial(to));
}

const Bytes kSm2WithSm3{0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x75};  // 1.2.156.10197.1.501
const Bytes kSm2Curve{0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D};    // 1.2.156.10197.1.301
const Bytes kBasicConstraints{0x06, 0x03, 0x55, 0x1D, 0x13};

Bytes ownBytes(std::string_view text) {
  return {text.begin(), text.end()};
}

using NumberPtr = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

/// x1 = r - e mod n of the signature (GB/T 32918.2 §6.1 A5): the nonce's point tells nonces apart.
std::string nonceOf(const Certificate& certificate, const Sm2PublicKey& issuer) {
  const unsigned char* cursor = certificate.der().data();
  const std::unique_ptr<X509, decltype(&X509_free)> object(
      d2i_X509(nullptr, &cursor, static_cast<long>(certificate.der().size())), X509_free);
  unsigned char* encoded = nullptr;
  const int size = i2d_re_X509_tbs(object.get(), &encoded);
  REQUIRE(size > 0);
  const auto e = sm2Digest(issuer, ByteView(encoded, static_cast<std::size_t>(size)));
  OPENSSL_free(encoded);
  const ASN1_BIT_STRING* bits = nullptr;
  X509_get0_signature(&bits, nullptr, object.get());
  const unsigned char* der = bits->data;
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &der, bits->length), ECDSA_SIG_free);
  REQUIRE(e);
  REQUIRE(signature);
  const std::unique_ptr<EC_GROUP, decltype(&EC_GROUP_free)> group(EC_GROUP_new_by_curve_name(NID_sm2),
                                                                  EC_GROUP_free);
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> scratch(BN_CTX_new(), BN_CTX_free);
  const NumberPtr digest(BN_bin2bn(e->data(), static_cast<int>(e->size()), nullptr), BN_free);
  const NumberPtr x1(BN_new(), BN_free);
  REQUIRE(BN_mod_sub(x1.get(), ECDSA_SIG_get0_r(signature.get()), digest.get(),
                     EC_GROUP_get0_order(group.get()), scratch.get()) == 1);
  Bytes bytes(32);
  REQUIRE(BN_bn2binpad(x1.get(), bytes.data(), 32) == 32);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a certificate is read back as it was asked for") {
  const auto authority = root();
  const auto certificate = made(authority.issue(holder(), publicKey(7)));

  CHECK(certificate.subject().reveal() == "CN=测试张三,O=TEST 测试,C=CN");
  CHECK(certificate.issuer() == "CN=TEST 测试 root,O=TEST 测试,C=CN");
  CHECK(certificate.serialNumber() == "1234");
  CHECK(certificate.notBefore() == kBegin);
  CHECK(certificate.notAfter() == kEnd);
  CHECK(certificate.publicKey().point() == publicKey(7).point());
  CHECK(certificate.allows(KeyUse::signature));
  CHECK_FALSE(certificate.allows(KeyUse::encryption));
  CHECK_FALSE(certificate.isAuthority());
  CHECK(authority.certificate().isAuthority());
  CHECK_FALSE(authority.certificate().allows(KeyUse::signature));
}

TEST_CASE("a certificate names the object identifiers of GM/T 0006") {
  const auto certificate = made(root().issue(holder(), publicKey(7)));
  const Bytes& der = certificate.der();
  const auto holds = [&](const Bytes& oid) {
    return std::search(der.begin(), der.end(), oid.begin(), oid.end()) != der.end();
  };
  CHECK(holds(kSm2WithSm3));
  CHECK(holds(kSm2Curve));
}

TEST_CASE("the same key and request give the same certificate, any other another") {
  const auto first = made(root().issue(holder(), publicKey(7)));
  const auto second = made(root().issue(holder(), publicKey(7)));
  const auto other = made(root().issue(holder(), publicKey(8)));
  CHECK(first.der() == second.der());
  CHECK(first.der() != other.der());
}

TEST_CASE("no two signatures of an authority share a nonce") {
  // Two that did would give its private key away.
  std::set<std::string> nonces;
  for (std::uint8_t key = 7; key < 17; ++key)
    CHECK(nonces.insert(nonceOf(made(root().issue(holder(), publicKey(key))), publicKey(1))).second);
  CHECK(nonces.contains(nonceOf(made(root().issue(holder(), publicKey(7))), publicKey(1))));
}

TEST_CASE("a chain of one step is believed") {
  const auto authority = root();
  const auto certificate = made(authority.issue(holder(), publicKey(7)));
  CHECK_FALSE(check(certificate, authority.certificate()));
}

TEST_CASE("the first and the last second of validity count, those beside them do not") {
  const auto authority = root();
  auto request = holder();
  request.validity = {kNow, kNow + 1h};
  const auto certificate = made(authority.issue(request, publicKey(7)));

  CHECK(check(certificate, authority.certificate(), kNow - 1s) == Error::notYetValid);
  CHECK_FALSE(check(certificate, authority.certificate(), kNow));
  CHECK_FALSE(check(certificate, authority.certificate(), kNow + 1h - 1s));
  CHECK(check(certificate, authority.certificate(), kNow + 1h + 1s) == Error::expired);
}

TEST_CASE("an authority that has expired certifies nothing any more") {
  const auto authority = root();
  auto request = holder();
  request.validity = {kBegin, kEnd + 24h};
  const auto certificate = made(authority.issue(request, publicKey(7)));
  CHECK(check(certificate, authority.certificate(), kEnd + 1h) == Error::expired);
}

TEST_CASE("another root of the same name is not the issuer") {
  const auto certificate = made(root(1).issue(holder(), publicKey(7)));
  CHECK(check(certificate, root(2, "TEST 测试 other").certificate()) == Error::unknownIssuer);
  CHECK(checkChain(certificate, KeyUse::signature, {}, kNow).error() == Error::unknownIssuer);
  // The key identifiers tell them apart before any signature is looked at.
  CHECK(check(certificate, root(2).certificate()) == Error::unknownIssuer);
}

TEST_CASE("a self-signed certificate is nobody's") {
  CHECK(check(root(1).certificate(), root(2, "TEST 测试 other").certificate()) == Error::unknownIssuer);
}

TEST_CASE("each altered part of a certificate breaks its signature") {
  const auto authority = root();
  const Bytes der = made(authority.issue(holder(), publicKey(7))).der();
  const auto altered = [&](const Bytes& from, const Bytes& to) {
    return check(made(Certificate::fromDer(replaced(der, from, to))), authority.certificate());
  };
  CHECK(altered(ownBytes("张三"), ownBytes("李四")) == Error::badSignature);
  CHECK(altered({0x02, 0x02, 0x12, 0x34}, {0x02, 0x02, 0x12, 0x35}) == Error::badSignature);
  CHECK(altered(ownBytes("350101000000Z"), ownBytes("360101000000Z")) == Error::badSignature);
  CHECK(altered(publicKey(7).point(), publicKey(8).point()) == Error::badSignature);
}

TEST_CASE("a key is used for what its certificate says only") {
  const auto authority = root();
  const auto signing = made(authority.issue(holder(KeyUse::signature), publicKey(7)));
  const auto encryption = made(authority.issue(holder(KeyUse::encryption), publicKey(8)));
  CHECK(check(signing, authority.certificate(), kNow, KeyUse::encryption) == Error::wrongUsage);
  CHECK(check(encryption, authority.certificate(), kNow, KeyUse::signature) == Error::wrongUsage);
  CHECK_FALSE(check(encryption, authority.certificate(), kNow, KeyUse::encryption));
}

TEST_CASE("an authority in between is needed, and only an authority will do") {
  const auto top = root();
  const auto below =
      made(top.issueAuthority({{"CN", "TEST 测试", "sub"}, {0x02}, {kBegin, kEnd}}, privateKey(3)));
  const auto certificate = made(below.issue(holder(), publicKey(7)));

  CHECK(check(certificate, top.certificate()) == Error::unknownIssuer);
  CHECK(checkChain(certificate, KeyUse::signature, list(top.certificate()), kNow, list(below.certificate())));
  // A trusted certificate need not be a root.
  CHECK_FALSE(check(certificate, below.certificate()));
}

TEST_CASE("an authority below may not make authorities") {
  const auto top = root();
  const auto below =
      made(top.issueAuthority({{"CN", "TEST 测试", "sub"}, {0x02}, {kBegin, kEnd}}, privateKey(3)));
  const auto third =
      made(below.issueAuthority({{"CN", "TEST 测试", "third"}, {0x03}, {kBegin, kEnd}}, privateKey(4)));
  const auto certificate = made(third.issue(holder(), publicKey(7)));
  auto between = list(below.certificate());
  between.push_back(made(Certificate::fromDer(third.certificate().der())));
  const auto result = checkChain(certificate, KeyUse::signature, list(top.certificate()), kNow, between);
  REQUIRE_FALSE(result);
  CHECK(result.error() == Error::wrongUsage);
}

TEST_CASE("what is not an SM2 certificate is refused as such") {
  const Bytes der = made(root().issue(holder(), publicKey(7))).der();
  const Bytes ecdsa{0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02};
  const Bytes p256{0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07};
  CHECK(errorOfDer(replaced(der, kSm2WithSm3, ecdsa)) == Error::unsupported);
  CHECK(errorOfDer(replaced(der, kSm2Curve, p256)) == Error::unsupported);
}

TEST_CASE("a point off the curve is no certificate") {
  const Bytes der = made(root().issue(holder(), publicKey(7))).der();
  Bytes point = publicKey(7).point();
  const Bytes good = point;
  point.back() ^= 1U;
  CHECK(errorOfDer(replaced(der, good, point)) == Error::malformed);
}

TEST_CASE("an extension that must be understood and is not makes a certificate unusable") {
  const auto authority = root();
  const Bytes der = made(authority.issue(holder(), publicKey(7))).der();
  const Bytes unknown{0x06, 0x03, 0x55, 0x1D, 0x7D};
  const auto certificate = Certificate::fromDer(replaced(der, kBasicConstraints, unknown));
  REQUIRE(certificate);
  CHECK(check(*certificate, authority.certificate()) == Error::unsupported);
}

TEST_CASE("no beginning of a certificate, and nothing longer, is a certificate") {
  const Bytes der = made(root().issue(holder(), publicKey(7))).der();
  REQUIRE_FALSE(errorOfDer(der));
  for (std::size_t size = 0; size < der.size(); ++size)
    CHECK(errorOfDer(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size))) ==
          Error::malformed);
  Bytes longer = der;
  longer.push_back(0);
  CHECK(errorOfDer(longer) == Error::malformed);
  CHECK(errorOfDer(Bytes(100'000, 0x30)) == Error::malformed);
}

TEST_CASE("the size of a certificate is known from its first four bytes") {
  const Bytes der = made(root().issue(holder(), publicKey(7))).der();
  Bytes file = der;
  file.resize(2048);
  CHECK(derSequenceSize(file) == der.size());
  CHECK(derSequenceSize(ByteView(der).first(4)) == der.size());
  CHECK(derSequenceSize(Bytes{0x30, 0x05, 0, 0}) == 7);
  CHECK(derSequenceSize(Bytes{0x30, 0x81, 0x80, 0}) == 131);
  CHECK(derSequenceSize(Bytes{0x30, 0x82, 0xFF, 0xFF}) == 65539);
  for (const auto& head : {Bytes{}, Bytes{0x30, 0x82, 0x01}, Bytes{0x31, 0x05, 0, 0}, Bytes{0x30, 0x80, 0, 0},
                           Bytes{0x30, 0x83, 1, 1}, Bytes(4), Bytes(4, 0xFF)})
    CHECK_FALSE(derSequenceSize(head));
}

TEST_CASE("certificates go through PEM, several in one file") {
  const auto top = root();
  const auto certificate = made(top.issue(holder(), publicKey(7)));
  const auto both =
      readCertificates(bytesOf("text before\n" + toPem(top.certificate()) + toPem(certificate)));
  REQUIRE(both);
  REQUIRE(both->size() == 2);
  CHECK(both->at(0).der() == top.certificate().der());
  CHECK(both->at(1).der() == certificate.der());
  const auto single = readCertificates(certificate.der());
  REQUIRE(single);
  CHECK(single->front().der() == certificate.der());
}

TEST_CASE("a damaged block is not passed over") {
  const std::string pem = toPem(root().certificate());
  std::string damaged = pem;
  damaged.at(damaged.find('\n') + 1) = '*';
  for (const auto& text :
       {std::string(), std::string("no certificate"), damaged, pem + damaged, pem.substr(0, pem.size() / 2),
        std::string("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")}) {
    CAPTURE(text);
    const auto read = readCertificates(bytesOf(text));
    REQUIRE_FALSE(read);
    CHECK(read.error() == Error::malformed);
  }
}

TEST_CASE("a request that cannot be encoded is refused") {
  const auto authority = root();
  const auto errorOf = [&](const CertificateRequest& request) {
    const auto result = authority.issue(request, publicKey(7));
    return result ? std::nullopt : std::optional(result.error());
  };
  auto request = holder();
  for (const auto& serial : {Bytes{}, Bytes{0}, Bytes{0x80}, Bytes(21, 1)}) {
    request.serialNumber = serial;
    CHECK(errorOf(request) == Error::malformed);
  }
  request = holder();
  request.subject.country = "China";
  CHECK(errorOf(request) == Error::malformed);
  CHECK(CertificateAuthority::makeRoot(privateKey(0), {"CN", "", "TEST"}, {1}, {kBegin, kEnd}).error() ==
        Error::unsupported);
}

TEST_CASE("a certificate with serial number zero is read, and written in whole bytes") {
  auto request = holder();
  request.serialNumber = {0x12};
  const auto certificate = made(root().issue(request, publicKey(7)));
  const auto zero = made(Certificate::fromDer(withSerial(certificate.der(), 0x12, 0x00)));
  CHECK(zero.serialNumber() == "00");
}

TEST_CASE("a negative serial number is refused") {
  auto request = holder();
  request.serialNumber = {0x12};
  const auto certificate = made(root().issue(request, publicKey(7)));
  CHECK_FALSE(errorOfDer(withSerial(certificate.der(), 0x12, 0x13)));
  CHECK(errorOfDer(withSerial(certificate.der(), 0x12, 0x92)) == Error::malformed);
}

TEST_CASE("every certificate error has a text of its own, and an unknown one says so") {
  const std::string_view unknown = toText(static_cast<Error>(255));
  std::set<std::string> texts{std::string(unknown)};
  for (const auto error : {Error::malformed, Error::unsupported, Error::unknownIssuer, Error::notYetValid,
                           Error::expired, Error::badSignature, Error::wrongUsage, Error::unavailable})
    CHECK(texts.insert(std::string(toText(error))).second);
  CHECK(unknown == "unknown certificate error");
}

TEST_CASE("refused certificates leave nothing in OpenSSL's error queue") {
  ERR_clear_error();
  REQUIRE(errorOfDer({0x30, 0x03, 0x01, 0x01, 0x00}));
  const auto certificate = made(root(1).issue(holder(), publicKey(7)));
  REQUIRE(check(certificate, root(2).certificate()));
  REQUIRE_FALSE(readCertificates(bytesOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")));
  CHECK(ERR_peek_error() == 0);
}
