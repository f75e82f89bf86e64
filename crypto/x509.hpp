// X.509 certificates with SM2 keys (GM/T 0015): reading one, and checking it against certificates that are
// trusted. OpenSSL 3.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"
#include "crypto/sm2.hpp"

namespace ssc::crypto {

enum class CertificateError : std::uint8_t {
  malformed,      ///< not one certificate in DER, or of fields that cannot be read
  unsupported,    ///< not an SM2 key, not signed with SM2-with-SM3, or an unknown critical extension
  unknownIssuer,  ///< no way leads to a trusted certificate
  notYetValid,    ///< it, or one of its issuers, is not valid yet
  expired,        ///< it, or one of its issuers, is not valid any more
  badSignature,   ///< a signature of the chain does not verify
  wrongUsage,     ///< its key is not for this use, or an issuer is no certificate authority
  unavailable,    ///< the cryptographic library refused
};

std::string_view toText(CertificateError error);

/// What a key of the double-certificate system is for (GM/T 0015 §5.2.4: keyUsage).
enum class KeyUse : std::uint8_t {
  signature,   ///< digitalSignature or nonRepudiation
  encryption,  ///< keyEncipherment, dataEncipherment or keyAgreement
};

struct Validity {
  std::chrono::sys_seconds notBefore, notAfter;  ///< UTC, both included
};

/// The values of one certificate. Read, not yet believed: checkChain() decides. A moved-from certificate may
/// only be assigned or destroyed.
class Certificate {
 public:
  /// `der`: the whole certificate and nothing else. Errors: malformed, unsupported.
  static tl::expected<Certificate, CertificateError> fromDer(ByteView der);

  [[nodiscard]] const Bytes& der() const { return der_; }
  /// Distinguished names as RFC 4514 writes them, UTF-8, most specific first: "CN=…,O=…,C=CN".
  [[nodiscard]] const Personal& subject() const { return subject_; }
  [[nodiscard]] const std::string& issuer() const { return issuer_; }
  /// Upper-case hexadecimal, whole bytes.
  [[nodiscard]] const std::string& serialNumber() const { return serialNumber_; }
  [[nodiscard]] std::chrono::sys_seconds notBefore() const { return notBefore_; }  ///< UTC, included
  [[nodiscard]] std::chrono::sys_seconds notAfter() const { return notAfter_; }    ///< UTC, included
  [[nodiscard]] const Sm2PublicKey& publicKey() const { return publicKey_; }
  /// True also where the certificate has no keyUsage (RFC 5280 §4.2.1.3: any).
  [[nodiscard]] bool allows(KeyUse use) const;
  [[nodiscard]] bool isAuthority() const { return authority_; }  ///< basicConstraints say CA

 private:
  explicit Certificate(Sm2PublicKey publicKey) : publicKey_(std::move(publicKey)) {}

  Bytes der_;
  Personal subject_;
  std::string issuer_, serialNumber_;
  std::chrono::sys_seconds notBefore_, notAfter_;
  Sm2PublicKey publicKey_;
  std::uint32_t keyUsage_ = 0;
  bool authority_ = false;
};

/// The bytes of the DER object that begins with `head` (at least 4 bytes): a card's certificate file is
/// longer than its certificate. Empty when no SEQUENCE with a length in bytes begins there.
std::optional<std::size_t> derSequenceSize(ByteView head);

/// All certificates of a file: PEM blocks, or one certificate in DER. The first that cannot be read is the
/// error; a file without any is malformed.
tl::expected<std::vector<Certificate>, CertificateError> readCertificates(ByteView file);
std::string toPem(const Certificate& certificate);

/// Checks `certificate` at the time `now` for `use`: a path of signatures (SM2-with-SM3, default identity)
/// through any of `intermediates` to one of `trusted`. A trusted certificate is believed as it is, root or
/// not, but its validity counts. Revocation is not looked at.
tl::expected<void, CertificateError> checkChain(const Certificate& certificate, KeyUse use,
                                                std::span<const Certificate> trusted,
                                                std::chrono::sys_seconds now,
                                                std::span<const Certificate> intermediates = {});

}  // namespace ssc::crypto
