#include "crypto/sm2_key_file.hpp"

#include <algorithm>
#include <array>
#include <openssl/pem.h>
#include <utility>

#include "crypto/openssl_handles.hpp"
#include "crypto/pem.hpp"
#include "crypto/sm2_key.hpp"

namespace ssc::crypto {

namespace {

// PrivateKeyInfo (RFC 5208) of an ECPrivateKey (RFC 5915), as OpenSSL writes it for every SM2 key: two
// numbers between constants. Written and read as such, because OpenSSL's encoders and decoders leave copies
// of the key in the heap.
//   SEQUENCE { 0, SEQUENCE { ecPublicKey, SM2 curve }, OCTET STRING { SEQUENCE { 1, OCTET STRING of 32 bytes
constexpr std::array<std::uint8_t, 36> kHead{0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06,
                                             0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
                                             0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D,
                                             0x04, 0x6D, 0x30, 0x6B, 0x02, 0x01, 0x01, 0x04, 0x20};
//   [1] BIT STRING { no unused bits, an uncompressed point
constexpr std::array<std::uint8_t, 6> kBetween{0xA1, 0x44, 0x03, 0x42, 0x00, 0x04};
constexpr std::size_t kBetweenAt = kHead.size() + kSm2ScalarSize;
constexpr std::size_t kPointAt = kBetweenAt + kBetween.size();
constexpr std::size_t kFileSize = kPointAt + kSm2PointSize;
constexpr const char* kLabel = "PRIVATE KEY";

bool stands(ByteView expected, ByteView file, std::size_t at) {
  return std::ranges::equal(expected, file.subspan(at, expected.size()));
}

/// True when all but the two numbers is as it must be.
bool isKeyFile(ByteView file) {
  return file.size() == kFileSize && stands(kHead, file, 0) && stands(kBetween, file, kBetweenAt);
}

SecretBytes keyFile(const Key& d, ByteView point) {
  SecretBytes file(kFileSize);
  const MutableByteView out = file.revealMutable();
  std::ranges::copy(kHead, out.begin());
  std::ranges::copy(d.reveal(), out.subspan(kHead.size()).begin());
  std::ranges::copy(kBetween, out.subspan(kBetweenAt).begin());
  std::ranges::copy(point, out.subspan(kPointAt).begin());
  return file;
}

}  // namespace

tl::expected<SecretBytes, CryptoError> sm2KeyToPem(const Sm2KeyPair& pair) {
  const ErrorQueueGuard errors;
  const auto d = pair.privateKey();
  if (!d) return tl::unexpected(d.error());
  const auto key = pair.publicKey();
  if (!key) return tl::unexpected(key.error());
  const SecretBytes file = keyFile(*d, key->point());
  const ByteView content = file.reveal();
  const BioPtr memory(BIO_new(BIO_s_secmem()));
  if (!memory ||
      PEM_write_bio(memory.get(), kLabel, "", content.data(), static_cast<long>(content.size())) <= 0)
    return tl::unexpected(CryptoError::unavailable);
  return SecretBytes(contentOf(memory.get()));
}

// The scalar is believed, the point is not: it must be the scalar's.
tl::expected<Sm2KeyPair, CryptoError> sm2KeyFromPem(const SecretBytes& pem) {
  const ErrorQueueGuard errors;
  if (pem.size() > kLargestSm2KeyFile) return tl::unexpected(CryptoError::badKey);
  const ByteView text = pem.reveal();
  const SecretBytes file = pemContent({reinterpret_cast<const char*>(text.data()), text.size()}, kLabel);
  if (!isKeyFile(file.reveal()))
    return tl::unexpected(errors.isLibraryFault() ? CryptoError::unavailable : CryptoError::badKey);
  auto pair = Sm2KeyPair::fromPrivate(Key(file.reveal().subspan(kHead.size(), kSm2ScalarSize)));
  if (!pair) return pair;
  const auto key = pair->publicKey();
  if (!key) return tl::unexpected(key.error());
  if (!std::ranges::equal(key->point(), file.reveal().subspan(kPointAt)))
    return tl::unexpected(CryptoError::badKey);
  return pair;
}

}  // namespace ssc::crypto
