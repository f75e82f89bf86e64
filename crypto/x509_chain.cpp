// The path from a certificate to a trusted one (RFC 5280 §6), by OpenSSL.
#include <algorithm>
#include <array>
#include <openssl/x509_vfy.h>
#include <tuple>
#include <utility>

#include "crypto/x509.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

namespace {

using Row = std::pair<int, CertificateError>;

// What OpenSSL says, in our words; whatever is not here is unsupported.
constexpr std::array kVerdicts{
    Row{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, CertificateError::unknownIssuer},
    Row{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CertificateError::unknownIssuer},
    Row{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, CertificateError::unknownIssuer},
    Row{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, CertificateError::unknownIssuer},
    Row{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, CertificateError::unknownIssuer},
    Row{X509_V_ERR_CERT_CHAIN_TOO_LONG, CertificateError::unknownIssuer},
    Row{X509_V_ERR_CERT_NOT_YET_VALID, CertificateError::notYetValid},
    Row{X509_V_ERR_CERT_HAS_EXPIRED, CertificateError::expired},
    Row{X509_V_ERR_CERT_SIGNATURE_FAILURE, CertificateError::badSignature},
    Row{X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, CertificateError::malformed},
    Row{X509_V_ERR_INVALID_CA, CertificateError::wrongUsage},
    Row{X509_V_ERR_INVALID_NON_CA, CertificateError::wrongUsage},
    Row{X509_V_ERR_PATH_LENGTH_EXCEEDED, CertificateError::wrongUsage},
    Row{X509_V_ERR_KEYUSAGE_NO_CERTSIGN, CertificateError::wrongUsage},
    Row{X509_V_ERR_INVALID_EXTENSION, CertificateError::malformed},
    Row{X509_V_ERR_OUT_OF_MEM, CertificateError::unavailable},
};

CertificateError verdict(int code) {
  const auto* row =
      std::find_if(kVerdicts.begin(), kVerdicts.end(), [code](const Row& r) { return r.first == code; });
  return row == kVerdicts.end() ? CertificateError::unsupported : row->second;
}

/// SM2 signatures cover the signer's identity, and OpenSSL knows no default: each certificate is told
/// (GM/T 0009 §10, GM/T 0015 §5.2.1).
X509Ptr withDefaultIdentity(const Certificate& certificate) {
  X509Ptr object = x509FromDer(certificate.der());
  OctetsPtr id(ASN1_OCTET_STRING_new());
  const auto* text = reinterpret_cast<const unsigned char*>(kSm2DefaultId.data());
  if (!object || !id || ASN1_OCTET_STRING_set(id.get(), text, static_cast<int>(kSm2DefaultId.size())) != 1)
    return nullptr;
  X509_set0_distinguishing_id(object.get(), id.release());
  return object;
}

StorePtr storeOf(std::span<const Certificate> trusted) {
  StorePtr store(X509_STORE_new());
  if (!store || X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN) != 1) return nullptr;
  for (const auto& certificate : trusted) {
    const X509Ptr object = withDefaultIdentity(certificate);
    if (!object || X509_STORE_add_cert(store.get(), object.get()) != 1) return nullptr;
  }
  return store;
}

void freeList(STACK_OF(X509) * list) {
  sk_X509_pop_free(list, X509_free);
}
using ListPtr = OpensslPtr<STACK_OF(X509), freeList>;

/// A list that owns its certificates; nullptr when one cannot be put in.
ListPtr listOf(std::span<const Certificate> certificates) {
  ListPtr list(sk_X509_new_null());
  for (const auto& certificate : certificates) {
    X509Ptr object = withDefaultIdentity(certificate);
    if (!list || !object || sk_X509_push(list.get(), object.get()) <= 0) return nullptr;
    std::ignore = object.release();
  }
  return list;
}

}  // namespace

tl::expected<void, CertificateError> checkChain(const Certificate& certificate, KeyUse use,
                                                std::span<const Certificate> trusted,
                                                std::chrono::sys_seconds now,
                                                std::span<const Certificate> intermediates) {
  const ErrorQueueGuard errors;
  const StorePtr store = storeOf(trusted);
  const X509Ptr object = withDefaultIdentity(certificate);
  const ListPtr between = listOf(intermediates);
  const StoreContextPtr context(X509_STORE_CTX_new());
  if (!store || !object || !between || !context ||
      X509_STORE_CTX_init(context.get(), store.get(), object.get(), between.get()) != 1)
    return tl::unexpected(CertificateError::unavailable);
  X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(now));
  if (X509_verify_cert(context.get()) != 1)
    return tl::unexpected(errors.isLibraryFault() ? CertificateError::unavailable
                                                  : verdict(X509_STORE_CTX_get_error(context.get())));
  if (!certificate.allows(use)) return tl::unexpected(CertificateError::wrongUsage);
  return {};
}

}  // namespace ssc::crypto
