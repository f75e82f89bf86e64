// Certificates as DER and PEM (RFC 7468).
#include <algorithm>
#include <array>
#include <openssl/pem.h>
#include <string>

#include "crypto/x509.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kLargestCertificate = 65536;  // bytes; real ones have about a thousand
constexpr std::size_t kLargestFile = std::size_t{1} << 24U;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::string_view kBegin = "-----BEGIN ";

tl::expected<std::vector<Certificate>, CertificateError> readPem(ByteView file) {
  const ErrorQueueGuard errors;
  std::vector<Certificate> certificates;
  const BioPtr memory(BIO_new_mem_buf(file.data(), static_cast<int>(file.size())));
  while (memory) {
    const X509Ptr object(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (!object) break;
    auto certificate = Certificate::fromDer(derOf(object.get()));
    if (!certificate) return tl::unexpected(certificate.error());
    certificates.push_back(std::move(*certificate));
  }
  // Anything but "no further block" was a block that does not read.
  const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (!memory || errors.isLibraryFault()) return tl::unexpected(CertificateError::unavailable);
  if (!atEnd || certificates.empty()) return tl::unexpected(CertificateError::malformed);
  return certificates;
}

}  // namespace

X509Ptr x509FromDer(ByteView der) {
  if (der.empty() || der.size() > kLargestCertificate) return nullptr;
  const unsigned char* cursor = der.data();
  X509Ptr certificate(d2i_X509(nullptr, &cursor, static_cast<long>(der.size())));
  return cursor == der.data() + der.size() ? std::move(certificate) : nullptr;
}

Bytes derOf(const X509* certificate) {
  const int size = i2d_X509(certificate, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* cursor = der.data();
  return i2d_X509(certificate, &cursor) == size ? der : Bytes{};
}

ByteView contentOf(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {reinterpret_cast<const std::uint8_t*>(data), static_cast<std::size_t>(std::max(size, 0L))};
}

// X.690 §8.1.3: one length byte below 80, else 8n and n bytes of length.
std::optional<std::size_t> derSequenceSize(ByteView head) {
  constexpr std::size_t kLongestHead = 4;
  if (head.size() < kLongestHead || head[0] != kSequence) return std::nullopt;
  if (head[1] < 0x80) return 2U + head[1];
  const std::size_t lengthBytes = head[1] & 0x7FU;
  if (lengthBytes == 0 || lengthBytes > 2) return std::nullopt;
  std::size_t length = 0;
  for (const std::uint8_t byte : head.subspan(2, lengthBytes))
    length = length << 8U | byte;
  return 2 + lengthBytes + length;
}

tl::expected<std::vector<Certificate>, CertificateError> readCertificates(ByteView file) {
  if (file.size() > kLargestFile) return tl::unexpected(CertificateError::malformed);
  const auto begin = std::search(file.begin(), file.end(), kBegin.begin(), kBegin.end());
  if (begin != file.end()) return readPem(file);
  auto certificate = Certificate::fromDer(file);
  if (!certificate) return tl::unexpected(certificate.error());
  std::vector<Certificate> certificates;
  certificates.push_back(std::move(*certificate));
  return certificates;
}

std::string toPem(const Certificate& certificate) {
  const ErrorQueueGuard errors;
  const X509Ptr object = x509FromDer(certificate.der());
  const BioPtr memory(BIO_new(BIO_s_mem()));
  if (!object || !memory || PEM_write_bio_X509(memory.get(), object.get()) != 1) return {};
  const ByteView text = contentOf(memory.get());
  return {text.begin(), text.end()};
}

}  // namespace ssc::crypto
