#include "crypto/block_cipher.hpp"

#include <utility>

#include "crypto/cipher_engine.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kDesKeySize = 8;
constexpr std::size_t kTwoKeyTripleDesKeySize = 16;
constexpr std::size_t kSm4KeySize = 16;

using EngineMaker = EngineResult (*)(const Key&);

EngineResult checkedEngine(const Key& key, std::size_t keySize, EngineMaker make) {
  if (key.size() != keySize) return tl::unexpected(CryptoError::badKeyLength);
  return make(key);
}

}  // namespace

BlockCipher::BlockCipher(std::unique_ptr<CipherEngine> engine) : engine_(std::move(engine)) {}
BlockCipher::BlockCipher(BlockCipher&&) noexcept = default;
BlockCipher& BlockCipher::operator=(BlockCipher&&) noexcept = default;
BlockCipher::~BlockCipher() = default;

BlockCipher BlockCipher::fromEngine(std::unique_ptr<CipherEngine> engine) {
  return BlockCipher(std::move(engine));
}

tl::expected<BlockCipher, CryptoError> BlockCipher::des(const Key& key8) {
  return checkedEngine(key8, kDesKeySize, makeDesEngine).map(&BlockCipher::fromEngine);
}

tl::expected<BlockCipher, CryptoError> BlockCipher::tripleDes(const Key& key16) {
  return checkedEngine(key16, kTwoKeyTripleDesKeySize, makeTripleDesEngine).map(&BlockCipher::fromEngine);
}

tl::expected<BlockCipher, CryptoError> BlockCipher::sm4(const Key& key16) {
  return checkedEngine(key16, kSm4KeySize, makeSm4Engine).map(&BlockCipher::fromEngine);
}

std::size_t BlockCipher::blockSize() const {
  return engine_->blockSize();
}

bool BlockCipher::wholeBlocks(ByteView in, MutableByteView out) const {
  return in.size() == out.size() && in.size() % blockSize() == 0;
}

tl::expected<void, CryptoError> BlockCipher::encryptEcb(ByteView in, MutableByteView out) const {
  if (!wholeBlocks(in, out)) return tl::unexpected(CryptoError::badLength);
  return engine_->ecb(Direction::encrypt, in, out);
}

tl::expected<void, CryptoError> BlockCipher::decryptEcb(ByteView in, MutableByteView out) const {
  if (!wholeBlocks(in, out)) return tl::unexpected(CryptoError::badLength);
  return engine_->ecb(Direction::decrypt, in, out);
}

tl::expected<void, CryptoError> BlockCipher::encryptCbc(ByteView iv, ByteView in, MutableByteView out) const {
  if (iv.size() != blockSize() || !wholeBlocks(in, out)) return tl::unexpected(CryptoError::badLength);
  return engine_->cbc(Direction::encrypt, iv, in, out);
}

tl::expected<void, CryptoError> BlockCipher::decryptCbc(ByteView iv, ByteView in, MutableByteView out) const {
  if (iv.size() != blockSize() || !wholeBlocks(in, out)) return tl::unexpected(CryptoError::badLength);
  return engine_->cbc(Direction::decrypt, iv, in, out);
}

tl::expected<Bytes, CryptoError> BlockCipher::encryptEcb(ByteView in) const {
  Bytes out(in.size());
  return encryptEcb(in, out).map([&out] { return std::move(out); });
}

tl::expected<Bytes, CryptoError> BlockCipher::encryptCbc(ByteView iv, ByteView in) const {
  Bytes out(in.size());
  return encryptCbc(iv, in, out).map([&out] { return std::move(out); });
}

}  // namespace ssc::crypto
