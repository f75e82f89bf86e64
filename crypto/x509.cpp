#include "crypto/x509.hpp"

#include <algorithm>
#include <array>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <utility>

#include "crypto/sm2_key.hpp"
#include "crypto/x509_fields.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

namespace {

using ErrorRow = std::pair<CertificateError, std::string_view>;

constexpr std::array kTexts{
    ErrorRow{CertificateError::malformed, "this is not a certificate"},
    ErrorRow{CertificateError::unsupported, "the certificate is not an SM2 certificate"},
    ErrorRow{CertificateError::unknownIssuer, "the certificate was not issued by a trusted authority"},
    ErrorRow{CertificateError::notYetValid, "the certificate is not valid yet"},
    ErrorRow{CertificateError::expired, "the certificate has expired"},
    ErrorRow{CertificateError::badSignature, "a signature of the certificate chain does not verify"},
    ErrorRow{CertificateError::wrongUsage, "the certificate is not for this use"},
    ErrorRow{CertificateError::unavailable, "the cryptographic library refused the certificate"},
};

constexpr std::uint8_t kUncompressed = 0x04;  // GB/T 32918.1 §4.2.9
constexpr std::uint32_t kSignatureBits = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
constexpr std::uint32_t kEncryptionBits = KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT | KU_KEY_AGREEMENT;

tl::unexpected<CertificateError> fail(CertificateError error) {
  return tl::unexpected(error);
}

/// The point of an SM2 key: algorithm ecPublicKey, parameter 1.2.156.10197.1.301, uncompressed (GM/T 0015).
/// Read from the encoding itself, so that no key type of OpenSSL has a say.
tl::expected<Sm2PublicKey, CertificateError> publicKeyOf(const X509* certificate) {
  ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR* identifier = nullptr;
  const unsigned char* bits = nullptr;
  int size = 0;
  if (X509_PUBKEY_get0_param(&algorithm, &bits, &size, &identifier, X509_get_X509_PUBKEY(certificate)) != 1)
    return fail(CertificateError::malformed);
  const void* parameter = nullptr;
  int kind = 0;
  X509_ALGOR_get0(nullptr, &kind, &parameter, identifier);
  const bool isSm2 = OBJ_obj2nid(algorithm) == NID_X9_62_id_ecPublicKey && kind == V_ASN1_OBJECT &&
                     OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(parameter)) == NID_sm2;
  if (!isSm2) return fail(CertificateError::unsupported);
  const ByteView encoded(bits, static_cast<std::size_t>(size));
  if (encoded.size() != 1 + kSm2PointSize || encoded[0] != kUncompressed)
    return fail(CertificateError::malformed);
  return Sm2PublicKey::fromPoint(encoded.subspan(1)).map_error([](CryptoError error) {
    return error == CryptoError::unavailable ? CertificateError::unavailable : CertificateError::malformed;
  });
}

std::optional<std::string> textOf(const X509_NAME* name) {
  constexpr unsigned long kUtf8 = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  const BioPtr memory(BIO_new(BIO_s_mem()));
  if (!memory || X509_NAME_print_ex(memory.get(), name, 0, kUtf8) < 0) return std::nullopt;
  const ByteView text = contentOf(memory.get());
  return std::string(text.begin(), text.end());
}

bool hasSoundExtensions(X509* certificate) {
  return (X509_get_extension_flags(certificate) & EXFLAG_INVALID) == 0;
}

}  // namespace

std::string_view toText(CertificateError error) {
  const auto* row =
      std::find_if(kTexts.begin(), kTexts.end(), [error](const ErrorRow& r) { return r.first == error; });
  return row == kTexts.end() ? "unknown certificate error" : row->second;
}

tl::expected<Certificate, CertificateError> Certificate::fromDer(ByteView der) {
  const ErrorQueueGuard errors;
  const auto unreadable = [&errors] {
    return fail(errors.isLibraryFault() ? CertificateError::unavailable : CertificateError::malformed);
  };
  const X509Ptr object = x509FromDer(der);
  if (!object) return unreadable();
  auto key = publicKeyOf(object.get());
  if (!key) return fail(key.error());
  if (X509_get_signature_nid(object.get()) != NID_SM2_with_SM3) return fail(CertificateError::unsupported);
  auto subject = textOf(X509_get_subject_name(object.get()));
  auto issuer = textOf(X509_get_issuer_name(object.get()));
  auto serial = hexOf(X509_get0_serialNumber(object.get()));
  const auto from = timeOf(X509_get0_notBefore(object.get()));
  const auto to = timeOf(X509_get0_notAfter(object.get()));
  const bool sound = hasSoundExtensions(object.get());
  // OpenSSL takes an extension for invalid that it had no memory for, and keeps no error: it is asked anew.
  const X509Ptr again = sound ? nullptr : x509FromDer(der);
  if (again && hasSoundExtensions(again.get())) return fail(CertificateError::unavailable);
  if (!subject || !issuer || !serial || !from || !to || !sound) return unreadable();

  Certificate certificate(std::move(*key));
  certificate.der_.assign(der.begin(), der.end());
  certificate.subject_ = Personal(std::move(*subject));
  certificate.issuer_ = std::move(*issuer);
  certificate.serialNumber_ = std::move(*serial);
  certificate.notBefore_ = *from;
  certificate.notAfter_ = *to;
  certificate.keyUsage_ = X509_get_key_usage(object.get());
  certificate.authority_ = X509_check_ca(object.get()) == 1;
  return certificate;
}

bool Certificate::allows(KeyUse use) const {
  return (keyUsage_ & (use == KeyUse::signature ? kSignatureBits : kEncryptionBits)) != 0;
}

}  // namespace ssc::crypto
