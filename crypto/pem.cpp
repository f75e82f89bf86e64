#include "crypto/pem.hpp"

#include <openssl/pem.h>

namespace ssc::crypto {

namespace {

constexpr std::string_view kPrivateKey = "PRIVATE KEY";

using Pkcs8Ptr = OpensslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;

/// One block as OpenSSL reads it: whatever it holds meanwhile is wiped like a secret.
struct Block {
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;

  Block() = default;
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block() {
    OPENSSL_secure_free(name);
    OPENSSL_secure_free(header);
    OPENSSL_secure_clear_free(data, static_cast<std::size_t>(size));
  }
  bool read(BIO* from) { return PEM_read_bio_ex(from, &name, &header, &data, &size, PEM_FLAG_SECURE) == 1; }
  [[nodiscard]] ByteView content() const { return {data, static_cast<std::size_t>(size)}; }
};

}  // namespace

SecretBytes pemContent(std::string_view text, std::string_view label) {
  if (text.empty()) return {};  // OpenSSL would take it for a fault of our own
  const BioPtr memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Block block, another;
  if (!memory || !block.read(memory.get()) || block.name != label || *block.header != '\0') return {};
  if (another.read(memory.get()) || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) return {};
  return SecretBytes(block.content());
}

PkeyPtr privateKeyFromPem(const SecretBytes& pem) {
  const ByteView text = pem.reveal();
  const SecretBytes der = pemContent({reinterpret_cast<const char*>(text.data()), text.size()}, kPrivateKey);
  const unsigned char* cursor = der.reveal().data();
  const Pkcs8Ptr info(der.empty() ? nullptr
                                  : d2i_PKCS8_PRIV_KEY_INFO(nullptr, &cursor, static_cast<long>(der.size())));
  if (!info || cursor != der.reveal().data() + der.size()) return nullptr;
  return PkeyPtr(EVP_PKCS82PKEY(info.get()));
}

SecretBytes privateKeyToPem(const EVP_PKEY* key) {
  const BioPtr memory(BIO_new(BIO_s_secmem()));
  if (!memory || PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return {};
  return SecretBytes(contentOf(memory.get()));
}

}  // namespace ssc::crypto
