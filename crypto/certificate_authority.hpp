// Issues SM2 certificates (GM/T 0015): for the simulated world, for tests, and for whoever sets up a test
// installation. No part of the terminal issues certificates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "crypto/x509.hpp"

namespace ssc::crypto {

/// A distinguished name, UTF-8; empty parts are left out.
struct DistinguishedName {
  std::string country;  ///< two letters
  std::string organization;
  std::string commonName;
};

/// What one certificate is to say.
struct CertificateRequest {
  DistinguishedName subject;
  Bytes serialNumber;  ///< 1 to 20 bytes, big endian, the first below 80, not all zero
  Validity validity;
  KeyUse use = KeyUse::signature;
};

/// A certificate authority and its own certificate. Signatures draw their nonce from the key and what is
/// signed, after the idea of RFC 6979: the same key and request give the same certificate.
class CertificateAuthority {
 public:
  /// A self-signed root. `privateKey`: 32 bytes. Errors: malformed for a name or number that cannot be
  /// encoded, unsupported for a key that is none.
  static tl::expected<CertificateAuthority, CertificateError> makeRoot(const Key& privateKey,
                                                                       const DistinguishedName& name,
                                                                       const Bytes& serialNumber,
                                                                       const Validity& validity);

  [[nodiscard]] const Certificate& certificate() const { return certificate_; }
  /// For an end entity that holds the private half of `subjectKey`.
  [[nodiscard]] tl::expected<Certificate, CertificateError> issue(const CertificateRequest& request,
                                                                  const Sm2PublicKey& subjectKey) const;
  /// Another authority below this one, which may only issue to end entities.
  [[nodiscard]] tl::expected<CertificateAuthority, CertificateError> issueAuthority(
      const CertificateRequest& request, const Key& privateKey) const;

 private:
  CertificateAuthority(Key privateKey, Certificate certificate)
      : privateKey_(std::move(privateKey)), certificate_(std::move(certificate)) {}
  Key privateKey_;
  Certificate certificate_;
};

}  // namespace ssc::crypto
