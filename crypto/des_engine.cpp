// DES and two-key 3DES (FIPS 46-3) over mbedTLS 2.28. Its contexts wipe the key schedule when they are freed.
#include <algorithm>
#include <array>
#include <mbedtls/des.h>
#include <memory>

#include "crypto/cipher_engine.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kBlock = MBEDTLS_DES_KEY_SIZE;  // DES: block and key have the same size

// What single and triple DES call differently in mbedTLS; the engine below is written once for both.
struct SingleDes {
  using Context = mbedtls_des_context;
  static constexpr auto init = mbedtls_des_init;
  static constexpr auto free = mbedtls_des_free;
  static constexpr auto setEncryptKey = mbedtls_des_setkey_enc;
  static constexpr auto setDecryptKey = mbedtls_des_setkey_dec;
  static constexpr auto cryptBlock = mbedtls_des_crypt_ecb;
  static constexpr auto cryptCbc = mbedtls_des_crypt_cbc;
};

struct TwoKeyTripleDes {
  using Context = mbedtls_des3_context;
  static constexpr auto init = mbedtls_des3_init;
  static constexpr auto free = mbedtls_des3_free;
  static constexpr auto setEncryptKey = mbedtls_des3_set2key_enc;
  static constexpr auto setDecryptKey = mbedtls_des3_set2key_dec;
  static constexpr auto cryptBlock = mbedtls_des3_crypt_ecb;
  static constexpr auto cryptCbc = mbedtls_des3_crypt_cbc;
};

tl::expected<void, CryptoError> checked(int mbedtlsResult) {
  if (mbedtlsResult != 0) return tl::unexpected(CryptoError::unavailable);
  return {};
}

template <typename Algorithm>
class DesEngine final : public CipherEngine {
 public:
  DesEngine() {
    Algorithm::init(&encrypt_);
    Algorithm::init(&decrypt_);
  }
  ~DesEngine() override {
    Algorithm::free(&encrypt_);
    Algorithm::free(&decrypt_);
  }

  [[nodiscard]] tl::expected<void, CryptoError> schedule(const Key& key) {
    return checked(Algorithm::setEncryptKey(&encrypt_, key.reveal().data())).and_then([&] {
      return checked(Algorithm::setDecryptKey(&decrypt_, key.reveal().data()));
    });
  }

  [[nodiscard]] std::size_t blockSize() const override { return kBlock; }

  [[nodiscard]] tl::expected<void, CryptoError> ecb(Direction direction, ByteView in,
                                                    MutableByteView out) override {
    auto* context = contextFor(direction);
    for (std::size_t at = 0; at < in.size(); at += kBlock) {
      const auto done = checked(Algorithm::cryptBlock(context, in.data() + at, out.data() + at));
      if (!done) return done;
    }
    return {};
  }

  [[nodiscard]] tl::expected<void, CryptoError> cbc(Direction direction, ByteView iv, ByteView in,
                                                    MutableByteView out) override {
    std::array<unsigned char, kBlock> chain{};
    std::copy(iv.begin(), iv.end(), chain.begin());
    const int mode = direction == Direction::encrypt ? MBEDTLS_DES_ENCRYPT : MBEDTLS_DES_DECRYPT;
    return checked(
        Algorithm::cryptCbc(contextFor(direction), mode, in.size(), chain.data(), in.data(), out.data()));
  }

 private:
  typename Algorithm::Context* contextFor(Direction direction) {
    return direction == Direction::encrypt ? &encrypt_ : &decrypt_;
  }

  typename Algorithm::Context encrypt_;
  typename Algorithm::Context decrypt_;
};

template <typename Algorithm>
EngineResult makeEngine(const Key& key) {
  auto engine = std::make_unique<DesEngine<Algorithm>>();
  return engine->schedule(key).map([&engine] { return std::unique_ptr<CipherEngine>(std::move(engine)); });
}

}  // namespace

EngineResult makeDesEngine(const Key& key8) {
  return makeEngine<SingleDes>(key8);
}
EngineResult makeTripleDesEngine(const Key& key16) {
  return makeEngine<TwoKeyTripleDes>(key16);
}

}  // namespace ssc::crypto
