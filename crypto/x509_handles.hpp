// Internal: OpenSSL's certificate objects with an owner, and their DER.
#pragma once

#include <openssl/bio.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

using X509Ptr = OpensslPtr<X509, X509_free>;
using X509NamePtr = OpensslPtr<X509_NAME, X509_NAME_free>;
using X509ExtensionPtr = OpensslPtr<X509_EXTENSION, X509_EXTENSION_free>;
using StorePtr = OpensslPtr<X509_STORE, X509_STORE_free>;
using StoreContextPtr = OpensslPtr<X509_STORE_CTX, X509_STORE_CTX_free>;
using BioPtr = OpensslPtr<BIO, BIO_free_all>;
using IntegerPtr = OpensslPtr<ASN1_INTEGER, ASN1_INTEGER_free>;
using OctetsPtr = OpensslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

/// What OpenSSL allocated itself.
inline void freeMemory(void* memory) noexcept {
  OPENSSL_free(memory);
}
template <typename T>
using MemoryPtr = OpensslPtr<T, freeMemory>;

/// nullptr unless `der` is one certificate from the first byte to the last.
X509Ptr x509FromDer(ByteView der);
Bytes derOf(const X509* certificate);  ///< empty when OpenSSL cannot encode it
/// Everything written into a memory BIO.
ByteView contentOf(BIO* memory);

}  // namespace ssc::crypto
