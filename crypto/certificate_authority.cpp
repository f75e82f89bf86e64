#include "crypto/certificate_authority.hpp"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "crypto/repeatable_random.hpp"
#include "crypto/sm2_key.hpp"
#include "crypto/x509_fields.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

namespace {

constexpr long kVersion3 = 2;  // RFC 5280 §4.1.2.1

using Extension = X509Extension;
constexpr Extension kEndEntity{NID_basic_constraints, "critical,CA:FALSE"};
constexpr Extension kCertSign{NID_key_usage, "critical,keyCertSign,cRLSign"};
constexpr Extension kOwnKeyId{NID_subject_key_identifier, "hash"};
constexpr Extension kIssuersKeyId{NID_authority_key_identifier, "keyid:always"};

constexpr std::array kRoot{Extension{NID_basic_constraints, "critical,CA:TRUE"}, kCertSign, kOwnKeyId};
constexpr std::array kBelow{Extension{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}, kCertSign,
                            kOwnKeyId, kIssuersKeyId};
constexpr std::array kSigning{kEndEntity,
                              Extension{NID_key_usage, "critical,digitalSignature,nonRepudiation"}, kOwnKeyId,
                              kIssuersKeyId};
constexpr std::array kEncryption{
    kEndEntity, Extension{NID_key_usage, "critical,keyEncipherment,dataEncipherment,keyAgreement"}, kOwnKeyId,
    kIssuersKeyId};

std::span<const Extension> extensionsFor(KeyUse use) {
  if (use == KeyUse::signature) return kSigning;
  return kEncryption;
}

bool addPart(X509_NAME* name, const char* field, const std::string& text) {
  return text.empty() || addNamePart(name, field, text);
}

X509NamePtr nameOf(const DistinguishedName& parts) {
  X509NamePtr name(X509_NAME_new());
  const bool made = name && addPart(name.get(), "C", parts.country) &&
                    addPart(name.get(), "O", parts.organization) &&
                    addPart(name.get(), "CN", parts.commonName);
  return made ? std::move(name) : nullptr;
}

/// All but issuer, extensions and signature.
X509Ptr blankFor(const CertificateRequest& request, ByteView subjectPoint) {
  X509Ptr certificate(X509_new());
  const X509NamePtr subject = nameOf(request.subject);
  const auto key = sm2KeyFromPoint(subjectPoint);
  const bool made = certificate && subject && key && X509_set_version(certificate.get(), kVersion3) == 1 &&
                    X509_set_subject_name(certificate.get(), subject.get()) == 1 &&
                    setSerial(certificate.get(), request.serialNumber) &&
                    setValidity(certificate.get(), request.validity) &&
                    X509_set_pubkey(certificate.get(), key->pkey.get()) == 1;
  return made ? std::move(certificate) : nullptr;
}

bool signWith(EVP_PKEY* key, X509* certificate) {
  const DigestContextPtr context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* keyContext = nullptr;  // owned by the digest context
  return context &&
         EVP_DigestSignInit_ex(context.get(), &keyContext, "SM3", nullptr, nullptr, key, nullptr) == 1 &&
         EVP_PKEY_CTX_set1_id(keyContext, kSm2DefaultId.data(), static_cast<int>(kSm2DefaultId.size())) ==
             1 &&
         X509_sign_ctx(certificate, context.get()) > 0;
}

bool signWith(const Key& issuerKey, X509* certificate) {
  const auto key = sm2KeyFromScalar(issuerKey);
  return key && signWith(key->pkey.get(), certificate);
}

/// What the nonce follows from: the key and everything that is signed, so it is the same twice only for the
/// same signature. OpenSSL fills in the algorithm, a part of what is signed, when it signs: hence a first
/// signature, with a nonce of the system's, that is thrown away.
std::optional<Key> nonceSeed(X509* certificate, const Key& issuerKey) {
  if (!signWith(issuerKey, certificate)) return std::nullopt;
  unsigned char* encoded = nullptr;
  const int size = i2d_re_X509_tbs(certificate, &encoded);
  const MemoryPtr<unsigned char> owner(encoded);
  if (size <= 0) return std::nullopt;
  const auto seed = hmacSm3(issuerKey, ByteView(encoded, static_cast<std::size_t>(size)));
  return seed ? std::optional(Key(ByteView(*seed))) : std::nullopt;
}

/// The signed certificate in DER; empty when the library refuses.
Bytes signedDer(X509* certificate, const Key& issuerKey) {
  const auto seed = nonceSeed(certificate, issuerKey);
  if (!seed) return {};
  const RepeatableRandom random(*seed);
  return random.ready() && signWith(issuerKey, certificate) ? derOf(certificate) : Bytes{};
}

// Read back only here: the keys of a Certificate must not belong to the random numbers' context.
tl::expected<Certificate, CertificateError> sign(X509* certificate, const Key& issuerKey) {
  const Bytes der = signedDer(certificate, issuerKey);
  if (der.empty()) return tl::unexpected(CertificateError::unavailable);
  return Certificate::fromDer(der);
}

tl::expected<Certificate, CertificateError> makeCertificate(const CertificateRequest& request,
                                                            ByteView subjectPoint, const Certificate& issuer,
                                                            const Key& issuerKey,
                                                            std::span<const Extension> extensions) {
  const X509Ptr certificate = blankFor(request, subjectPoint);
  const X509Ptr authority = x509FromDer(issuer.der());
  if (!certificate || !authority ||
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority.get())) != 1 ||
      !addExtensions(certificate.get(), authority.get(), extensions))
    return tl::unexpected(CertificateError::malformed);
  return sign(certificate.get(), issuerKey);
}

}  // namespace

tl::expected<CertificateAuthority, CertificateError> CertificateAuthority::makeRoot(
    const Key& privateKey, const DistinguishedName& name, const Bytes& serialNumber,
    const Validity& validity) {
  const ErrorQueueGuard errors;
  const auto key = sm2KeyFromScalar(privateKey);
  if (!key) return tl::unexpected(CertificateError::unsupported);
  const X509Ptr certificate = blankFor({name, serialNumber, validity, KeyUse::signature}, key->point);
  if (!certificate ||
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get())) != 1 ||
      !addExtensions(certificate.get(), certificate.get(), kRoot))
    return tl::unexpected(CertificateError::malformed);
  return sign(certificate.get(), privateKey).map([&](Certificate&& made) {
    return CertificateAuthority(privateKey.clone(), std::move(made));
  });
}

tl::expected<Certificate, CertificateError> CertificateAuthority::issue(
    const CertificateRequest& request, const Sm2PublicKey& subjectKey) const {
  const ErrorQueueGuard errors;
  return makeCertificate(request, subjectKey.point(), certificate_, privateKey_, extensionsFor(request.use));
}

tl::expected<CertificateAuthority, CertificateError> CertificateAuthority::issueAuthority(
    const CertificateRequest& request, const Key& privateKey) const {
  const ErrorQueueGuard errors;
  const auto key = sm2KeyFromScalar(privateKey);
  if (!key) return tl::unexpected(CertificateError::unsupported);
  return makeCertificate(request, key->point, certificate_, privateKey_, kBelow).map([&](Certificate&& made) {
    return CertificateAuthority(privateKey.clone(), std::move(made));
  });
}

}  // namespace ssc::crypto
