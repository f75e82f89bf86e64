#include "crypto/sealed.hpp"

#include <algorithm>
#include <array>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <string_view>
#include <utility>

#include "crypto/digest.hpp"
#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

namespace {

using MacPtr = OpensslPtr<EVP_MAC, EVP_MAC_free>;
using MacContextPtr = OpensslPtr<EVP_MAC_CTX, EVP_MAC_CTX_free>;

constexpr std::string_view kEncryptionLabel = "ssc sealed field: SM4-CTR key";
constexpr std::string_view kMacLabel = "ssc sealed field: HMAC-SM3 key";
constexpr std::size_t kKeySize = 16;
constexpr std::size_t kIvSize = 16;
constexpr std::size_t kMacSize = sizeof(Sm3Digest);
static_assert(kSealedOverhead == kIvSize + kMacSize);

tl::unexpected<CryptoError> fail(CryptoError error) {
  return tl::unexpected(error);
}

tl::expected<Key, CryptoError> derive(const Key& sessionKey, std::string_view label, std::size_t size) {
  auto digest = hmacSm3(sessionKey, bytesOf(label));
  if (!digest) return fail(digest.error());
  Key key(ByteView(*digest).first(size));
  wipe(*digest);
  return key;
}

MacContextPtr keyedMac(const Key& key) {
  const MacPtr algorithm(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
  MacContextPtr context(algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr);
  std::array digestName{'S', 'M', '3', '\0'};
  const std::array params{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digestName.data(), 0),
                          OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_init(context.get(), key.reveal().data(), key.size(), params.data()) != 1)
    return nullptr;
  return context;
}

// Big endian: without it, bytes could wander between the associated ones and the iv.
std::array<std::uint8_t, 8> lengthOf(ByteView bytes) {
  std::array<std::uint8_t, 8> length{};
  auto rest = static_cast<std::uint64_t>(bytes.size());
  for (auto digit = length.rbegin(); digit != length.rend(); ++digit, rest >>= 8U)
    *digit = static_cast<std::uint8_t>(rest);
  return length;
}

}  // namespace

/// Never changed after it was made: each call works on contexts of its own.
struct FieldSealer::State {
  CipherPtr cipher;
  Key encryptionKey;
  MacContextPtr mac;  // the key is in, nothing else: only copied

  [[nodiscard]] tl::expected<Sm3Digest, CryptoError> macOf(ByteView associated, ByteView ivAndText) const;
  /// The same in both directions.
  [[nodiscard]] tl::expected<void, CryptoError> applyKeyStream(ByteView iv, ByteView in,
                                                               MutableByteView out) const;
};

tl::expected<Sm3Digest, CryptoError> FieldSealer::State::macOf(ByteView associated,
                                                               ByteView ivAndText) const {
  const MacContextPtr context(EVP_MAC_CTX_dup(mac.get()));
  if (!context) return fail(CryptoError::unavailable);
  const auto length = lengthOf(associated);
  for (const ByteView part : {ByteView(length), associated, ivAndText})
    if (EVP_MAC_update(context.get(), part.data(), part.size()) != 1) return fail(CryptoError::unavailable);
  Sm3Digest out{};
  std::size_t size = 0;
  if (EVP_MAC_final(context.get(), out.data(), &size, out.size()) != 1 || size != out.size())
    return fail(CryptoError::unavailable);
  return out;
}

tl::expected<void, CryptoError> FieldSealer::State::applyKeyStream(ByteView iv, ByteView in,
                                                                   MutableByteView out) const {
  if (in.empty()) return {};
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  int written = 0;
  if (!context ||
      EVP_EncryptInit_ex2(context.get(), cipher.get(), encryptionKey.reveal().data(), iv.data(), nullptr) !=
          1 ||
      EVP_EncryptUpdate(context.get(), out.data(), &written, in.data(), static_cast<int>(in.size())) != 1 ||
      static_cast<std::size_t>(written) != in.size())
    return fail(CryptoError::unavailable);
  return {};
}

FieldSealer::FieldSealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
FieldSealer::FieldSealer(FieldSealer&&) noexcept = default;
FieldSealer& FieldSealer::operator=(FieldSealer&&) noexcept = default;
FieldSealer::~FieldSealer() = default;

tl::expected<FieldSealer, CryptoError> FieldSealer::fromSessionKey(const Key& key16) {
  if (key16.size() != kKeySize) return fail(CryptoError::badKeyLength);
  const ErrorQueueGuard errors;
  auto encryptionKey = derive(key16, kEncryptionLabel, kKeySize);
  if (!encryptionKey) return fail(encryptionKey.error());
  const auto macKey = derive(key16, kMacLabel, kMacSize);
  if (!macKey) return fail(macKey.error());
  CipherPtr cipher(EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr));
  MacContextPtr mac = keyedMac(*macKey);
  if (!cipher || !mac) return fail(CryptoError::unavailable);
  return FieldSealer(
      std::make_unique<State>(State{std::move(cipher), std::move(*encryptionKey), std::move(mac)}));
}

tl::expected<Bytes, CryptoError> FieldSealer::seal(ByteView plaintext, ByteView associated,
                                                   RandomSource& random) const {
  if (plaintext.size() > kLargestSealable) return fail(CryptoError::badLength);
  const ErrorQueueGuard errors;
  Bytes sealed(plaintext.size() + kSealedOverhead);
  const MutableByteView ivAndText = MutableByteView(sealed).first(kIvSize + plaintext.size());
  const MutableByteView iv = ivAndText.first(kIvSize);
  if (const auto drawn = random.fill(iv); !drawn) return fail(drawn.error());
  if (const auto done = state_->applyKeyStream(iv, plaintext, ivAndText.subspan(kIvSize)); !done)
    return fail(done.error());
  const auto mac = state_->macOf(associated, ivAndText);
  if (!mac) return fail(mac.error());
  std::ranges::copy(*mac, sealed.end() - static_cast<std::ptrdiff_t>(kMacSize));
  return sealed;
}

tl::expected<SecretBytes, CryptoError> FieldSealer::open(ByteView sealed, ByteView associated) const {
  if (sealed.size() < kSealedOverhead || sealed.size() > kLargestSealable + kSealedOverhead)
    return fail(CryptoError::badCiphertext);
  const ErrorQueueGuard errors;
  const ByteView ivAndText = sealed.first(sealed.size() - kMacSize);
  const auto mac = state_->macOf(associated, ivAndText);
  if (!mac) return fail(mac.error());
  if (!equalInConstantTime(*mac, sealed.last(kMacSize))) return fail(CryptoError::badCiphertext);
  SecretBytes plaintext(ivAndText.size() - kIvSize);
  const auto done =
      state_->applyKeyStream(ivAndText.first(kIvSize), ivAndText.subspan(kIvSize), plaintext.revealMutable());
  if (!done) return fail(done.error());
  return plaintext;
}

}  // namespace ssc::crypto
