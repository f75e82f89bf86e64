// Keys, requests and facts; the authority is in tls_authority.cpp.
#include "crypto/tls_certificate.hpp"

#include <algorithm>
#include <openssl/pem.h>
#include <utility>

#include "crypto/digest.hpp"
#include "crypto/pem.hpp"
#include "crypto/tls_key.hpp"
#include "crypto/x509_fields.hpp"

namespace ssc::crypto {

namespace {

using RequestPtr = OpensslPtr<X509_REQ, X509_REQ_free>;
using ErrorRow = std::pair<TlsCertificateError, std::string_view>;

constexpr std::array kTexts{
    ErrorRow{TlsCertificateError::malformed, "this cannot be read as, or written into, a certificate"},
    ErrorRow{TlsCertificateError::unsupported, "the key or certificate is not of the kind that is used here"},
    ErrorRow{TlsCertificateError::badSignature, "the request is not signed with its own key"},
    ErrorRow{TlsCertificateError::wrongKey, "the private key is not that of the certificate"},
    ErrorRow{TlsCertificateError::unavailable, "the cryptographic library refused"},
};

tl::unexpected<TlsCertificateError> fail(TlsCertificateError error) {
  return tl::unexpected(error);
}

std::string_view textOf(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

RequestPtr requestFromPem(std::string_view pem) {
  if (pem.size() > kLargestTlsPem) return nullptr;
  const SecretBytes der = pemContent(pem, "CERTIFICATE REQUEST");
  const unsigned char* cursor = der.reveal().data();
  RequestPtr request(der.empty() ? nullptr : d2i_X509_REQ(nullptr, &cursor, static_cast<long>(der.size())));
  return request && cursor == der.reveal().data() + der.size() ? std::move(request) : nullptr;
}

TlsCertificateResult<TlsPublicKey> publicKeyOf(X509_REQ* request) {
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_PUBKEY(X509_REQ_get_X509_PUBKEY(request), &encoded);
  const MemoryPtr<unsigned char> owner(encoded);
  if (size <= 0) return fail(TlsCertificateError::unavailable);
  return TlsPublicKey{Bytes(encoded, encoded + size)};
}

TlsCertificateResult<void> checkSignature(X509_REQ* request, const TlsPublicKey& key) {
  const auto object = tlsKeyFromPublic(key);
  if (!object) return fail(object.error());
  if (X509_REQ_get_signature_nid(request) != NID_ecdsa_with_SHA256)
    return fail(TlsCertificateError::unsupported);
  const ErrorQueueGuard errors;
  if (X509_REQ_verify(request, object->get()) != 1)
    return fail(tlsError(errors, TlsCertificateError::badSignature));
  return {};
}

X509Ptr certificateFrom(ByteView pemOrDer) {
  if (pemOrDer.size() > kLargestTlsPem) return nullptr;
  X509Ptr certificate = x509FromDer(pemOrDer);
  if (certificate) return certificate;
  return x509FromDer(pemContent(textOf(pemOrDer), "CERTIFICATE").reveal());
}

}  // namespace

std::string_view toText(TlsCertificateError error) {
  const auto* row =
      std::find_if(kTexts.begin(), kTexts.end(), [error](const ErrorRow& r) { return r.first == error; });
  return row == kTexts.end() ? "unknown certificate error" : row->second;
}

TlsCertificateResult<SecretBytes> makeTlsKey() {
  const ErrorQueueGuard errors;
  const auto key = newTlsKey();
  if (!key) return fail(key.error());
  SecretBytes pem = privateKeyToPem(key->get());
  if (pem.empty()) return fail(TlsCertificateError::unavailable);
  return pem;
}

TlsCertificateResult<TlsPublicKey> tlsPublicKeyOf(const SecretBytes& keyPem) {
  const ErrorQueueGuard errors;
  const auto key = tlsKeyFromPem(keyPem);
  if (!key) return fail(key.error());
  return publicHalf(key->get());
}

TlsCertificateResult<std::string> makeCertificateRequest(const SecretBytes& keyPem,
                                                         std::string_view commonName) {
  const ErrorQueueGuard errors;
  const auto key = tlsKeyFromPem(keyPem);
  if (!key) return fail(key.error());
  const X509NamePtr name = tlsName(commonName);
  if (!name) return fail(tlsError(errors, TlsCertificateError::malformed));
  const RequestPtr request(X509_REQ_new());
  if (!request || X509_REQ_set_subject_name(request.get(), name.get()) != 1 ||
      X509_REQ_set_pubkey(request.get(), key->get()) != 1 ||
      X509_REQ_sign(request.get(), key->get(), EVP_sha256()) <= 0)
    return fail(TlsCertificateError::unavailable);
  std::string pem = pemText([&request](BIO* out) { return PEM_write_bio_X509_REQ(out, request.get()); });
  if (pem.empty()) return fail(TlsCertificateError::unavailable);
  return pem;
}

TlsCertificateResult<TlsCertificateRequest> readCertificateRequest(std::string_view pem) {
  const ErrorQueueGuard errors;
  const RequestPtr request = requestFromPem(pem);
  if (!request) return fail(tlsError(errors, TlsCertificateError::malformed));
  auto key = publicKeyOf(request.get());
  if (!key) return fail(key.error());
  if (const auto own = checkSignature(request.get(), *key); !own) return fail(own.error());
  auto name = commonNameOf(X509_REQ_get_subject_name(request.get()));
  if (!name || !tlsName(*name)) return fail(tlsError(errors, TlsCertificateError::malformed));
  return TlsCertificateRequest{std::move(*name), std::move(*key)};
}

TlsCertificateResult<TlsCertificateFacts> factsOf(ByteView pemOrDer) {
  const ErrorQueueGuard errors;
  const X509Ptr certificate = certificateFrom(pemOrDer);
  if (!certificate) return fail(tlsError(errors, TlsCertificateError::malformed));
  auto commonName = commonNameOf(X509_get_subject_name(certificate.get()));
  auto serial = hexOf(X509_get0_serialNumber(certificate.get()));
  const auto from = timeOf(X509_get0_notBefore(certificate.get()));
  const auto to = timeOf(X509_get0_notAfter(certificate.get()));
  if (!commonName || !serial || !from || !to) return fail(tlsError(errors, TlsCertificateError::malformed));
  const auto fingerprint = sha256(derOf(certificate.get()));
  if (!fingerprint) return fail(TlsCertificateError::unavailable);
  return TlsCertificateFacts{*fingerprint, std::move(*commonName), *from, *to, std::move(*serial)};
}

TlsCertificateResult<TlsCertificateFacts> factsOf(std::string_view pem) {
  return factsOf(bytesOf(pem));
}

}  // namespace ssc::crypto
