#include "crypto/sm2.hpp"

#include <algorithm>
#include <utility>

#include "crypto/digest.hpp"
#include "crypto/openssl_handles.hpp"
#include "crypto/sm2_der.hpp"
#include "crypto/sm2_key.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kLongestDerSignature = 72;  // 2 + 2·(2 + 33)
// OpenSSL's lengths for SM2 end at int; nothing near it is ever encrypted with a public key.
constexpr std::size_t kLargestPlaintext = std::size_t{1} << 30U;

using InitFunction = decltype(&EVP_DigestSignInit_ex);

/// A context for SM3 with the signer's identity. OpenSSL has no default identity: without this call nothing
/// that other implementations sign would verify.
DigestContextPtr signingContext(InitFunction init, EVP_PKEY* pkey, std::string_view id) {
  DigestContextPtr context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* keyContext = nullptr;  // owned by the digest context
  if (!context || init(context.get(), &keyContext, "SM3", nullptr, nullptr, pkey, nullptr) != 1 ||
      EVP_PKEY_CTX_set1_id(keyContext, id.data(), static_cast<int>(id.size())) != 1) {
    return nullptr;
  }
  return context;
}

PkeyContextPtr contextFor(EVP_PKEY* pkey, int (*init)(EVP_PKEY_CTX*)) {
  PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr));
  if (!context || init(context.get()) != 1) return nullptr;
  return context;
}

tl::expected<Bytes, CryptoError> encryptWith(EVP_PKEY_CTX* context, ByteView plaintext) {
  std::size_t length = 0;
  if (EVP_PKEY_encrypt(context, nullptr, &length, plaintext.data(), plaintext.size()) != 1) {
    return tl::unexpected(CryptoError::unavailable);
  }
  Bytes der(length);
  if (EVP_PKEY_encrypt(context, der.data(), &length, plaintext.data(), plaintext.size()) != 1) {
    return tl::unexpected(CryptoError::unavailable);
  }
  auto ciphertext = ciphertextFromDer(ByteView(der).first(length));
  if (!ciphertext) return tl::unexpected(CryptoError::unavailable);
  return std::move(*ciphertext);
}

/// True when the key stream t was all zero: C2 is then the plaintext, and GB/T 32918.4 §7.1 B4 wants an
/// error. (OpenSSL draws another k when it happens in encryption, §6.1 A5; a test holds it to that.)
bool keyStreamIsZero(ByteView ciphertext, ByteView plaintext) {
  const ByteView c2 = ciphertext.subspan(kSm2CiphertextOverhead);
  return equalInConstantTime(c2, plaintext);
}

}  // namespace

struct Sm2PublicKey::State : Sm2Pkey {};
struct Sm2KeyPair::State : Sm2Pkey {};

Sm2PublicKey::Sm2PublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sm2PublicKey::Sm2PublicKey(Sm2PublicKey&&) noexcept = default;
Sm2PublicKey& Sm2PublicKey::operator=(Sm2PublicKey&&) noexcept = default;
Sm2PublicKey::~Sm2PublicKey() = default;

tl::expected<Sm2PublicKey, CryptoError> Sm2PublicKey::fromPoint(ByteView point) {
  const ErrorQueueGuard errors;
  return sm2KeyFromPoint(point).map(
      [](Sm2Pkey&& key) { return Sm2PublicKey(std::make_unique<State>(State{std::move(key)})); });
}

Bytes Sm2PublicKey::point() const {
  return {state_->point.begin(), state_->point.end()};
}

tl::expected<void, CryptoError> Sm2PublicKey::verify(ByteView message, const Sm2Signature& signature,
                                                     std::string_view id) const {
  if (id.size() > kSm2MaximalIdSize) return tl::unexpected(CryptoError::badLength);
  const ErrorQueueGuard errors;
  const auto context = signingContext(EVP_DigestVerifyInit_ex, state_->pkey.get(), id);
  const auto der = signatureToDer(signature);
  if (!context || !der) return tl::unexpected(CryptoError::unavailable);
  if (EVP_DigestVerify(context.get(), der->data(), der->size(), message.data(), message.size()) != 1) {
    return tl::unexpected(errors.isLibraryFault() ? CryptoError::unavailable : CryptoError::badSignature);
  }
  return {};
}

tl::expected<Bytes, CryptoError> Sm2PublicKey::encrypt(ByteView plaintext) const {
  if (plaintext.empty() || plaintext.size() > kLargestPlaintext)
    return tl::unexpected(CryptoError::badLength);
  const ErrorQueueGuard errors;
  const auto context = contextFor(state_->pkey.get(), EVP_PKEY_encrypt_init);
  if (!context) return tl::unexpected(CryptoError::unavailable);
  return encryptWith(context.get(), plaintext);
}

Sm2KeyPair::Sm2KeyPair(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sm2KeyPair::Sm2KeyPair(Sm2KeyPair&&) noexcept = default;
Sm2KeyPair& Sm2KeyPair::operator=(Sm2KeyPair&&) noexcept = default;
Sm2KeyPair::~Sm2KeyPair() = default;

tl::expected<Sm2KeyPair, CryptoError> Sm2KeyPair::generate() {
  const ErrorQueueGuard errors;
  return generateSm2Key().map(
      [](Sm2Pkey&& key) { return Sm2KeyPair(std::make_unique<State>(State{std::move(key)})); });
}

tl::expected<Sm2KeyPair, CryptoError> Sm2KeyPair::fromPrivate(const Key& d) {
  const ErrorQueueGuard errors;
  return sm2KeyFromScalar(d).map(
      [](Sm2Pkey&& key) { return Sm2KeyPair(std::make_unique<State>(State{std::move(key)})); });
}

tl::expected<Sm2PublicKey, CryptoError> Sm2KeyPair::publicKey() const {
  return Sm2PublicKey::fromPoint(state_->point);
}

tl::expected<Key, CryptoError> Sm2KeyPair::privateKey() const {
  const ErrorQueueGuard errors;
  return sm2ScalarOf(state_->pkey.get());
}

tl::expected<Sm2Signature, CryptoError> Sm2KeyPair::sign(ByteView message, std::string_view id) const {
  if (id.size() > kSm2MaximalIdSize) return tl::unexpected(CryptoError::badLength);
  const ErrorQueueGuard errors;
  const auto context = signingContext(EVP_DigestSignInit_ex, state_->pkey.get(), id);
  std::array<unsigned char, kLongestDerSignature> der{};
  std::size_t length = der.size();
  if (!context || EVP_DigestSign(context.get(), der.data(), &length, message.data(), message.size()) != 1) {
    return tl::unexpected(CryptoError::unavailable);
  }
  const auto signature = signatureFromDer(ByteView(der).first(length));
  if (!signature) return tl::unexpected(CryptoError::unavailable);
  return *signature;
}

tl::expected<Sm2Signature, CryptoError> Sm2KeyPair::signDigest(const Sm3Digest& e) const {
  const ErrorQueueGuard errors;
  const auto context = contextFor(state_->pkey.get(), EVP_PKEY_sign_init);
  std::array<unsigned char, kLongestDerSignature> der{};
  std::size_t length = der.size();
  if (!context || EVP_PKEY_sign(context.get(), der.data(), &length, e.data(), e.size()) != 1) {
    return tl::unexpected(CryptoError::unavailable);
  }
  const auto signature = signatureFromDer(ByteView(der).first(length));
  if (!signature) return tl::unexpected(CryptoError::unavailable);
  return *signature;
}

tl::expected<SecretBytes, CryptoError> Sm2KeyPair::decrypt(ByteView ciphertext) const {
  const ErrorQueueGuard errors;
  const auto der = ciphertextToDer(ciphertext);
  if (!der)
    return tl::unexpected(errors.isLibraryFault() ? CryptoError::unavailable : CryptoError::badCiphertext);
  const auto context = contextFor(state_->pkey.get(), EVP_PKEY_decrypt_init);
  if (!context) return tl::unexpected(CryptoError::unavailable);
  SecretBytes plaintext(ciphertext.size() - kSm2CiphertextOverhead);
  std::size_t length = plaintext.size();
  if (EVP_PKEY_decrypt(context.get(), plaintext.revealMutable().data(), &length, der->data(), der->size()) !=
      1) {
    return tl::unexpected(errors.isLibraryFault() ? CryptoError::unavailable : CryptoError::badCiphertext);
  }
  if (length != plaintext.size() || keyStreamIsZero(ciphertext, plaintext.reveal())) {
    return tl::unexpected(CryptoError::badCiphertext);
  }
  return plaintext;
}

}  // namespace ssc::crypto
