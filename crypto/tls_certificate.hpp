// Certificates for mutual TLS 1.3: P-256 keys, ECDSA with SHA-256 (RFC 5480, RFC 5758), X.509 (RFC 5280). For
// setting up tests, test installations and the reference back office. OpenSSL 3.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/x509.hpp"

namespace ssc::crypto {

enum class TlsCertificateError : std::uint8_t {
  malformed,     ///< not what it should be, too long, or of fields that cannot be read or written
  unsupported,   ///< a key that is not on P-256, or an authority's certificate that may not sign certificates
  badSignature,  ///< a request that the key in it has not signed
  wrongKey,      ///< the private key is not the certificate's
  unavailable,   ///< the cryptographic library or the random source refused
};

std::string_view toText(TlsCertificateError error);

template <typename T>
using TlsCertificateResult = tl::expected<T, TlsCertificateError>;

inline constexpr std::size_t kLargestTlsPem = 8192;  ///< bytes of a key, request or certificate in PEM or DER

/// What a certificate is for (RFC 5280 §4.2.1.12: extended key usage).
enum class TlsRole : std::uint8_t { server, client, peer };  ///< peer: both

/// A public key on P-256: SubjectPublicKeyInfo in DER.
struct TlsPublicKey {
  Bytes spki;
  bool operator==(const TlsPublicKey&) const = default;
};

/// What one certificate is to say.
struct TlsRequest {
  std::string commonName;  ///< UTF-8, 1 to 64 characters
  TlsRole role = TlsRole::peer;
  std::vector<std::string> hosts;  ///< DNS names and IP addresses; a server has at least one
  Validity validity;
};

/// A new private key, PEM (PKCS#8, not encrypted).
TlsCertificateResult<SecretBytes> makeTlsKey();
/// The public half of a private key in PEM. An encrypted one is malformed; nobody is asked for a password.
TlsCertificateResult<TlsPublicKey> tlsPublicKeyOf(const SecretBytes& keyPem);

/// What the holder of a private key sends to an authority (PKCS#10, RFC 2986), PEM.
TlsCertificateResult<std::string> makeCertificateRequest(const SecretBytes& keyPem,
                                                         std::string_view commonName);

/// What such a request says. Its holder has the private key; that the name is his, nobody has checked.
struct TlsCertificateRequest {
  std::string commonName;  ///< 1 to 64 characters
  TlsPublicKey publicKey;
};
/// `pem`: one request and nothing else. Extensions it asks for are passed over: the authority decides.
TlsCertificateResult<TlsCertificateRequest> readCertificateRequest(std::string_view pem);

/// An authority for the ends of TLS connections (pathLenConstraint 0). Const functions may be called from
/// several threads at once; a moved-from authority may only be assigned or destroyed.
class TlsAuthority {
 public:
  /// A new self-signed one with a new key. `random` makes serial numbers; keys and signatures draw from
  /// OpenSSL's generator.
  static TlsCertificateResult<TlsAuthority> create(std::string_view commonName, const Validity& validity,
                                                   RandomSource& random);
  /// What certificatePem() and keyPem() gave. Errors: malformed, unsupported, wrongKey.
  static TlsCertificateResult<TlsAuthority> fromPem(std::string_view certificatePem,
                                                    const SecretBytes& keyPem);
  TlsAuthority(TlsAuthority&&) noexcept;
  TlsAuthority& operator=(TlsAuthority&&) noexcept;
  ~TlsAuthority();

  [[nodiscard]] std::string certificatePem() const;
  [[nodiscard]] TlsCertificateResult<SecretBytes> keyPem() const;
  /// A certificate in PEM, serial number of 16 random bytes. Errors: malformed for a name, host or validity
  /// that cannot be written (or ends before it begins), unsupported for a key that is not on P-256.
  [[nodiscard]] TlsCertificateResult<std::string> issue(const TlsRequest& request, const TlsPublicKey& key,
                                                        RandomSource& random) const;

 private:
  struct State;
  explicit TlsAuthority(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

using CertificateFingerprint = std::array<std::uint8_t, 32>;  ///< SHA-256 of the DER

/// The values of one certificate as they stand there: who shows it is known only after the TLS handshake.
struct TlsCertificateFacts {
  CertificateFingerprint fingerprint{};
  std::string commonName;                            ///< UTF-8; empty where the subject has none
  std::chrono::sys_seconds notBefore{}, notAfter{};  ///< UTC, both included
  std::string serialNumber;                          ///< upper-case hexadecimal, whole bytes
};

/// Of a certificate of any key and signature, alone in PEM or DER. malformed also for several common names.
TlsCertificateResult<TlsCertificateFacts> factsOf(ByteView pemOrDer);
TlsCertificateResult<TlsCertificateFacts> factsOf(std::string_view pem);

}  // namespace ssc::crypto
