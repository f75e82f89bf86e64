// Block ciphers of the card environments behind one interface: DES and 3DES (mbedTLS), SM4 (OpenSSL 3).
#pragma once

#include <cstddef>
#include <memory>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

class CipherEngine;

/// A cipher with its key scheduled; no padding: every length is a multiple of blockSize(), else
/// CryptoError::badLength. The key schedule is wiped at destruction. One thread at a time; a moved-from
/// cipher may only be assigned or destroyed.
class BlockCipher {
 public:
  static tl::expected<BlockCipher, CryptoError> des(const Key& key8);         ///< 8-byte block
  static tl::expected<BlockCipher, CryptoError> tripleDes(const Key& key16);  ///< two-key 3DES, 8-byte block
  static tl::expected<BlockCipher, CryptoError> sm4(const Key& key16);        ///< GB/T 32907, 16-byte block

  BlockCipher(BlockCipher&&) noexcept;
  BlockCipher& operator=(BlockCipher&&) noexcept;
  ~BlockCipher();

  [[nodiscard]] std::size_t blockSize() const;
  /// ECB over whole blocks. `out` may be `in` (but not overlap it in part); both have the same length.
  [[nodiscard]] tl::expected<void, CryptoError> encryptEcb(ByteView in, MutableByteView out) const;
  [[nodiscard]] tl::expected<void, CryptoError> decryptEcb(ByteView in, MutableByteView out) const;
  /// CBC; `iv` has blockSize() bytes.
  [[nodiscard]] tl::expected<void, CryptoError> encryptCbc(ByteView iv, ByteView in,
                                                           MutableByteView out) const;
  [[nodiscard]] tl::expected<void, CryptoError> decryptCbc(ByteView iv, ByteView in,
                                                           MutableByteView out) const;

  // Convenience for short inputs: the result as bytes.
  [[nodiscard]] tl::expected<Bytes, CryptoError> encryptEcb(ByteView in) const;
  [[nodiscard]] tl::expected<Bytes, CryptoError> encryptCbc(ByteView iv, ByteView in) const;

 private:
  explicit BlockCipher(std::unique_ptr<CipherEngine> engine);
  static BlockCipher fromEngine(std::unique_ptr<CipherEngine> engine);
  [[nodiscard]] bool wholeBlocks(ByteView in, MutableByteView out) const;
  std::unique_ptr<CipherEngine> engine_;
};

}  // namespace ssc::crypto
