#include "crypto/tls_key.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/pem.hpp"
#include "crypto/x509_fields.hpp"

namespace ssc::crypto {

namespace {

constexpr auto kMalformed = TlsCertificateError::malformed;

// RFC 5480: SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING of 66 bytes { no unused bits,
// uncompressed … } }. Compared as bytes: only the named curve is accepted, and only one encoding of a key.
constexpr std::array<std::uint8_t, 27> kP256Head{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48,
                                                 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
                                                 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr std::size_t kP256Size = kP256Head.size() + 64;

bool isControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

}  // namespace

TlsCertificateError tlsError(const ErrorQueueGuard& errors, TlsCertificateError otherwise) {
  return errors.isLibraryFault() ? TlsCertificateError::unavailable : otherwise;
}

bool isP256(const TlsPublicKey& key) {
  return key.spki.size() == kP256Size && std::equal(kP256Head.begin(), kP256Head.end(), key.spki.begin());
}

TlsCertificateResult<PkeyPtr> newTlsKey() {
  PkeyPtr key(EVP_EC_gen("P-256"));
  if (!key) return tl::unexpected(TlsCertificateError::unavailable);
  return key;
}

TlsCertificateResult<TlsPublicKey> publicHalf(EVP_PKEY* key) {
  unsigned char* encoded = nullptr;
  const int size = i2d_PUBKEY(key, &encoded);
  const MemoryPtr<unsigned char> owner(encoded);
  if (size <= 0) return tl::unexpected(TlsCertificateError::unavailable);
  TlsPublicKey half{Bytes(encoded, encoded + size)};
  if (!isP256(half)) return tl::unexpected(TlsCertificateError::unsupported);
  return half;
}

TlsCertificateResult<PkeyPtr> tlsKeyFromPem(const SecretBytes& pem) {
  const ErrorQueueGuard errors;
  PkeyPtr key = pem.size() <= kLargestTlsPem ? privateKeyFromPem(pem) : nullptr;
  if (!key) return tl::unexpected(tlsError(errors, kMalformed));
  if (const auto half = publicHalf(key.get()); !half) return tl::unexpected(half.error());
  return key;
}

TlsCertificateResult<PkeyPtr> tlsKeyFromPublic(const TlsPublicKey& key) {
  const ErrorQueueGuard errors;
  if (!isP256(key)) return tl::unexpected(TlsCertificateError::unsupported);
  const unsigned char* cursor = key.spki.data();
  PkeyPtr object(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(key.spki.size())));
  if (!object) return tl::unexpected(tlsError(errors, kMalformed));
  return object;
}

X509NamePtr tlsName(std::string_view commonName) {
  X509NamePtr name(X509_NAME_new());
  if (!name || commonName.empty() || std::ranges::any_of(commonName, isControl)) return nullptr;
  return addNamePart(name.get(), "CN", commonName) ? std::move(name) : nullptr;
}

std::optional<std::string> commonNameOf(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return std::string();
  if (X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0) return std::nullopt;
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  const MemoryPtr<unsigned char> owner(text);
  if (size < 0) return std::nullopt;
  std::string commonName(text, text + size);
  if (std::ranges::any_of(commonName, isControl)) return std::nullopt;
  return commonName;
}

}  // namespace ssc::crypto
