// SM4 (GB/T 32907) over OpenSSL 3. The algorithm is fetched and the key scheduled once, for both modes and
// directions; a call then costs only its blocks.
#include <algorithm>
#include <utility>

#include "crypto/cipher_engine.hpp"
#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kBlock = 16;
// EVP counts in int: longer inputs go through in pieces (whole blocks, so that chaining goes on).
constexpr std::size_t kPiece = std::size_t{1} << 30U;
constexpr int kKeepDirection = -1;

CipherContextPtr keyedContext(const EVP_CIPHER* cipher, const Key& key, Direction direction) {
  CipherContextPtr context(EVP_CIPHER_CTX_new());
  const int encrypt = direction == Direction::encrypt ? 1 : 0;
  if (!context ||
      EVP_CipherInit_ex2(context.get(), cipher, key.reveal().data(), nullptr, encrypt, nullptr) != 1 ||
      EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
    return nullptr;
  }
  return context;
}

tl::expected<void, CryptoError> update(EVP_CIPHER_CTX* context, ByteView in, MutableByteView out) {
  while (!in.empty()) {
    const std::size_t piece = std::min(in.size(), kPiece);
    int written = 0;
    if (EVP_CipherUpdate(context, out.data(), &written, in.data(), static_cast<int>(piece)) != 1 ||
        static_cast<std::size_t>(written) != piece) {
      return tl::unexpected(CryptoError::unavailable);
    }
    in = in.subspan(piece);
    out = out.subspan(piece);
  }
  return {};
}

/// One mode of operation, keyed in both directions.
class KeyedMode {
 public:
  bool schedule(const char* name, const Key& key) {
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
    if (!cipher) return false;
    encrypt_ = keyedContext(cipher.get(), key, Direction::encrypt);
    decrypt_ = keyedContext(cipher.get(), key, Direction::decrypt);
    return encrypt_ != nullptr && decrypt_ != nullptr;
  }
  [[nodiscard]] EVP_CIPHER_CTX* context(Direction direction) const {
    return direction == Direction::encrypt ? encrypt_.get() : decrypt_.get();
  }

 private:
  CipherContextPtr encrypt_;
  CipherContextPtr decrypt_;
};

class Sm4Engine final : public CipherEngine {
 public:
  bool schedule(const Key& key) { return ecb_.schedule("SM4-ECB", key) && cbc_.schedule("SM4-CBC", key); }

  [[nodiscard]] std::size_t blockSize() const override { return kBlock; }

  [[nodiscard]] tl::expected<void, CryptoError> ecb(Direction direction, ByteView in,
                                                    MutableByteView out) override {
    const ErrorQueueGuard errors;
    return update(ecb_.context(direction), in, out);
  }

  [[nodiscard]] tl::expected<void, CryptoError> cbc(Direction direction, ByteView iv, ByteView in,
                                                    MutableByteView out) override {
    const ErrorQueueGuard errors;
    auto* context = cbc_.context(direction);
    if (EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), kKeepDirection, nullptr) != 1) {
      return tl::unexpected(CryptoError::unavailable);
    }
    return update(context, in, out);
  }

 private:
  KeyedMode ecb_;
  KeyedMode cbc_;
};

}  // namespace

EngineResult makeSm4Engine(const Key& key16) {
  const ErrorQueueGuard errors;
  auto engine = std::make_unique<Sm4Engine>();
  if (!engine->schedule(key16)) return tl::unexpected(CryptoError::unavailable);
  return engine;
}

}  // namespace ssc::crypto
