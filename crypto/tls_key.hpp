// Internal: keys and names of TLS certificates as OpenSSL objects.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/openssl_handles.hpp"
#include "crypto/tls_certificate.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

/// An error of what was given, unless the library itself failed.
TlsCertificateError tlsError(const ErrorQueueGuard& errors, TlsCertificateError otherwise);

TlsCertificateResult<PkeyPtr> newTlsKey();
/// malformed, or unsupported for a key that is not on P-256.
TlsCertificateResult<PkeyPtr> tlsKeyFromPem(const SecretBytes& pem);
TlsCertificateResult<PkeyPtr> tlsKeyFromPublic(const TlsPublicKey& key);
/// unsupported for a key that is not on P-256.
TlsCertificateResult<TlsPublicKey> publicHalf(EVP_PKEY* key);
/// False unless it is the SubjectPublicKeyInfo of an uncompressed point on the named curve P-256.
bool isP256(const TlsPublicKey& key);

/// A subject of nothing but a common name; nullptr unless it has 1 to 64 characters of UTF-8, no control
/// characters.
X509NamePtr tlsName(std::string_view commonName);
/// The common name; empty text where there is none, nothing where there are several or it cannot be read.
std::optional<std::string> commonNameOf(const X509_NAME* name);

}  // namespace ssc::crypto
