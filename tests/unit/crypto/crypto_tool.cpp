// For tests only: the crypto room on the command line, so that other implementations can be compared with it.
// Each line of standard input is a request, `operation argument …` in hexadecimal (`-` is empty); each line
// of standard output is its result in hexadecimal, `ok`, or `error: …`.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/block_cipher.hpp"
#include "crypto/certificate_authority.hpp"
#include "crypto/digest.hpp"
#include "crypto/envelope.hpp"
#include "crypto/sealed.hpp"
#include "crypto/sm2.hpp"
#include "crypto/sm2_key_file.hpp"
#include "crypto/tls_certificate.hpp"
#include "tests/unit/crypto/vector_file.hpp"

namespace {

using namespace ssc::crypto;
using Arguments = std::vector<Bytes>;
using Result = tl::expected<Bytes, CryptoError>;
using Maker = tl::expected<BlockCipher, CryptoError> (*)(const Key&);

struct Operation {
  std::size_t arguments;
  std::function<Result(const Arguments&)> run;
};
using Operations = std::map<std::string, Operation>;

template <typename Range>
Bytes toBytes(const Range& range) {
  return Bytes(range.begin(), range.end());
}

std::string toText(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}
Key toKey(const Bytes& bytes) {
  return Key(ByteView(bytes));
}

void addDigests(Operations& operations) {
  operations["sm3"] = {1, [](const Arguments& a) { return sm3(a[0]).map(toBytes<Sm3Digest>); }};
  operations["sha256"] = {1, [](const Arguments& a) { return sha256(a[0]).map(toBytes<Sm3Digest>); }};
  operations["hmac-sm3"] = {
      2, [](const Arguments& a) { return hmacSm3(toKey(a[0]), a[1]).map(toBytes<Sm3Digest>); }};
}

using EcbFunction = tl::expected<void, CryptoError> (BlockCipher::*)(ByteView, MutableByteView) const;
using CbcFunction = tl::expected<void, CryptoError> (BlockCipher::*)(ByteView, ByteView,
                                                                     MutableByteView) const;

Operation ecb(Maker make, EcbFunction function) {
  return {2, [make, function](const Arguments& a) -> Result {
            Bytes out(a[1].size());
            return make(toKey(a[0]))
                .and_then([&](const BlockCipher& cipher) { return (cipher.*function)(a[1], out); })
                .map([&out] { return out; });
          }};
}

Operation cbc(Maker make, CbcFunction function) {
  return {3, [make, function](const Arguments& a) -> Result {
            Bytes out(a[2].size());
            return make(toKey(a[0]))
                .and_then([&](const BlockCipher& cipher) { return (cipher.*function)(a[1], a[2], out); })
                .map([&out] { return out; });
          }};
}

void addCipher(Operations& operations, const std::string& name, Maker make) {
  operations[name + "-ecb-encrypt"] = ecb(make, &BlockCipher::encryptEcb);
  operations[name + "-ecb-decrypt"] = ecb(make, &BlockCipher::decryptEcb);
  operations[name + "-cbc-encrypt"] = cbc(make, &BlockCipher::encryptCbc);
  operations[name + "-cbc-decrypt"] = cbc(make, &BlockCipher::decryptCbc);
}

Result publicPoint(const Arguments& a) {
  return Sm2KeyPair::fromPrivate(toKey(a[0]))
      .and_then([](const Sm2KeyPair& pair) { return pair.publicKey(); })
      .map([](const Sm2PublicKey& key) { return key.point(); });
}

Result sign(const Arguments& a) {
  return Sm2KeyPair::fromPrivate(toKey(a[0]))
      .and_then([&a](const Sm2KeyPair& pair) { return pair.sign(a[2], toText(a[1])); })
      .map(toBytes<Sm2Signature>);
}

Result verify(const Arguments& a) {
  Sm2Signature signature{};
  if (a[3].size() != signature.size()) return tl::unexpected(CryptoError::badLength);
  std::copy(a[3].begin(), a[3].end(), signature.begin());
  return Sm2PublicKey::fromPoint(a[0])
      .and_then([&](const Sm2PublicKey& key) { return key.verify(a[2], signature, toText(a[1])); })
      .map([] { return Bytes{}; });
}

Result encrypt(const Arguments& a) {
  return Sm2PublicKey::fromPoint(a[0]).and_then([&a](const Sm2PublicKey& key) { return key.encrypt(a[1]); });
}

Result decrypt(const Arguments& a) {
  return Sm2KeyPair::fromPrivate(toKey(a[0]))
      .and_then([&a](const Sm2KeyPair& pair) { return pair.decrypt(a[1]); })
      .map([](const SecretBytes& plaintext) { return toBytes(plaintext.reveal()); });
}

// Certificates of a fixed test authority; the check is made at a time after 1970 in four bytes.
Result named(const tl::expected<Certificate, CertificateError>& certificate) {
  if (!certificate) return tl::unexpected(CryptoError::badKey);
  return certificate->der();
}

tl::expected<CertificateAuthority, CertificateError> authority(const Bytes& d) {
  using namespace std::chrono;
  const Validity decade{sys_days(year(2025) / 1 / 1), sys_days(year(2035) / 1 / 1)};
  return CertificateAuthority::makeRoot(toKey(d), {"CN", "TEST 测试", "TEST CA 测试"}, {0x01}, decade);
}

Result certificateRoot(const Arguments& a) {
  return named(authority(a[0]).and_then(
      [](const CertificateAuthority& ca) { return Certificate::fromDer(ca.certificate().der()); }));
}

Result certificateIssue(const Arguments& a) {
  using namespace std::chrono;
  const auto ca = authority(a[0]);
  const auto key = Sm2PublicKey::fromPoint(a[1]);
  if (!ca || !key) return tl::unexpected(CryptoError::badKey);
  const KeyUse use = a[2] == Bytes{1} ? KeyUse::encryption : KeyUse::signature;
  const Validity decade{sys_days(year(2025) / 1 / 1), sys_days(year(2035) / 1 / 1)};
  return named(ca->issue({{"CN", "TEST 测试", "测试张三"}, {0x12, 0x34}, decade, use}, *key));
}

Result certificateCheck(const Arguments& a) {
  const auto certificate = Certificate::fromDer(a[0]);
  const auto trusted = readCertificates(a[1]);
  std::uint32_t seconds = 0;
  for (const std::uint8_t byte : a[2])
    seconds = seconds << 8U | byte;
  if (!certificate || !trusted) return tl::unexpected(CryptoError::badKey);
  const std::chrono::sys_seconds now{std::chrono::seconds(seconds)};
  if (!checkChain(*certificate, KeyUse::signature, *trusted, now))
    return tl::unexpected(CryptoError::badSignature);
  return Bytes{};
}

Result envelopeSeal(const Arguments& a) {
  SystemRandom random;
  const auto certificate = Certificate::fromDer(a[0]);
  if (!certificate) return tl::unexpected(CryptoError::badKey);
  return sealEnvelope(*certificate, a[1], random);
}

Result fieldSeal(const Arguments& a) {
  SystemRandom random;
  return FieldSealer::fromSessionKey(toKey(a[0])).and_then([&](const FieldSealer& sealer) {
    return sealer.seal(a[2], a[1], random);
  });
}

Result fieldOpen(const Arguments& a) {
  return FieldSealer::fromSessionKey(toKey(a[0]))
      .and_then([&](const FieldSealer& sealer) { return sealer.open(a[2], a[1]); })
      .map([](const SecretBytes& plaintext) { return toBytes(plaintext.reveal()); });
}

Result keyFile(const Arguments& a) {
  return Sm2KeyPair::fromPrivate(toKey(a[0])).and_then(sm2KeyToPem).map([](const SecretBytes& pem) {
    return toBytes(pem.reveal());
  });
}

Result keyFileRead(const Arguments& a) {
  return sm2KeyFromPem(SecretBytes(ByteView(a[0])))
      .and_then([](const Sm2KeyPair& pair) { return pair.privateKey(); })
      .map([](const Key& d) { return toBytes(d.reveal()); });
}

// A new request of the key and name; a new authority's certificate and the one it issues for such a request.
Result tlsRequest(const Arguments& a) {
  const auto pem = makeCertificateRequest(SecretBytes(ByteView(a[0])), toText(a[1]));
  if (!pem) return tl::unexpected(CryptoError::badKey);
  return toBytes(*pem);
}

Result tlsIssue(const Arguments& a) {
  using namespace std::chrono;
  SystemRandom random;
  const Validity decade{sys_days(year(2025) / 1 / 1), sys_days(year(2035) / 1 / 1)};
  const auto request = readCertificateRequest(toText(a[0]));
  const auto authority = TlsAuthority::create("TEST authority", decade, random);
  if (!request || !authority) return tl::unexpected(CryptoError::badKey);
  const auto end =
      authority->issue({request->commonName, TlsRole::server, {"center.test", "127.0.0.1"}, decade},
                       request->publicKey, random);
  if (!end) return tl::unexpected(CryptoError::badKey);
  return toBytes(authority->certificatePem() + *end);
}

Operations allOperations() {
  Operations operations{{"sm2-public", {1, publicPoint}},
                        {"sm2-sign", {3, sign}},
                        {"sm2-verify", {4, verify}},
                        {"sm2-encrypt", {2, encrypt}},
                        {"sm2-decrypt", {2, decrypt}},
                        {"certificate-root", {1, certificateRoot}},
                        {"certificate-issue", {3, certificateIssue}},
                        {"certificate-check", {3, certificateCheck}},
                        {"envelope-seal", {2, envelopeSeal}},
                        {"field-seal", {3, fieldSeal}},
                        {"field-open", {3, fieldOpen}},
                        {"sm2-key-file", {1, keyFile}},
                        {"sm2-key-file-read", {1, keyFileRead}},
                        {"tls-request", {2, tlsRequest}},
                        {"tls-issue", {1, tlsIssue}}};
  addDigests(operations);
  addCipher(operations, "des", BlockCipher::des);
  addCipher(operations, "3des", BlockCipher::tripleDes);
  addCipher(operations, "sm4", BlockCipher::sm4);
  return operations;
}

std::string answer(const Operations& operations, const std::string& request) {
  std::istringstream words(request);
  std::string name;
  words >> name;
  Arguments arguments;
  for (std::string word; words >> word;)
    arguments.push_back(word == "-" ? Bytes{} : ssc::test::fromHex(word));

  const auto found = operations.find(name);
  if (found == operations.end() || found->second.arguments != arguments.size()) return "error: not a request";
  const Result result = found->second.run(arguments);
  if (!result) return "error: " + std::string(ssc::crypto::toText(result.error()));
  return result->empty() ? "ok" : ssc::test::toHex(*result);
}

}  // namespace

int main() {
  const Operations operations = allOperations();
  for (std::string request; std::getline(std::cin, request);)
    std::cout << answer(operations, request) << std::endl;
}
