// Internal: what BlockCipher asks of a cipher library. Lengths are checked before an engine is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/secret.hpp"

namespace ssc::crypto {

enum class Direction : std::uint8_t { encrypt, decrypt };

class CipherEngine {
 public:
  CipherEngine() = default;
  CipherEngine(const CipherEngine&) = delete;
  CipherEngine& operator=(const CipherEngine&) = delete;
  virtual ~CipherEngine() = default;

  [[nodiscard]] virtual std::size_t blockSize() const = 0;
  [[nodiscard]] virtual tl::expected<void, CryptoError> ecb(Direction direction, ByteView in,
                                                            MutableByteView out) = 0;
  [[nodiscard]] virtual tl::expected<void, CryptoError> cbc(Direction direction, ByteView iv, ByteView in,
                                                            MutableByteView out) = 0;
};

using EngineResult = tl::expected<std::unique_ptr<CipherEngine>, CryptoError>;

// The key has the right length already.
EngineResult makeDesEngine(const Key& key8);
EngineResult makeTripleDesEngine(const Key& key16);
EngineResult makeSm4Engine(const Key& key16);

}  // namespace ssc::crypto
