// Internal: PEM (RFC 7468) by OpenSSL. Reads one block, never an encrypted one: so nobody is ever asked for a
// password.
#pragma once

#include <string>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/openssl_handles.hpp"
#include "crypto/secret.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

/// The content of the only block of a text, whose label must be `label`; empty for any other text.
SecretBytes pemContent(std::string_view text, std::string_view label);

/// PKCS#8, not encrypted. nullptr for anything else.
PkeyPtr privateKeyFromPem(const SecretBytes& pem);
SecretBytes privateKeyToPem(const EVP_PKEY* key);  ///< empty when OpenSSL refuses

/// What `write` puts into a memory BIO; empty when it refuses.
template <typename Writer>
std::string pemText(Writer write) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  if (!memory || write(memory.get()) != 1) return {};
  const ByteView text = contentOf(memory.get());
  return {text.begin(), text.end()};
}

}  // namespace ssc::crypto
