// SM3 and HMAC-SM3 for whoever computes a great many of them: the library's contexts are made once. Neither
// is thread-safe.
#pragma once

#include <initializer_list>
#include <memory>
#include <tl/expected.hpp>

#include "crypto/digest.hpp"

namespace ssc::crypto {

/// A moved-from one may only be assigned or destroyed.
class Sm3Stream {
 public:
  static tl::expected<Sm3Stream, CryptoError> make();
  Sm3Stream(Sm3Stream&&) noexcept;
  Sm3Stream& operator=(Sm3Stream&&) noexcept;
  ~Sm3Stream();

  /// Of the parts one behind the other.
  tl::expected<Sm3Digest, CryptoError> digest(std::initializer_list<ByteView> parts);

 private:
  struct State;
  explicit Sm3Stream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A moved-from one may only be assigned or destroyed. The key is wiped at destruction.
class HmacSm3 {
 public:
  /// An empty key is badKeyLength.
  static tl::expected<HmacSm3, CryptoError> make(const Key& key);
  HmacSm3(HmacSm3&&) noexcept;
  HmacSm3& operator=(HmacSm3&&) noexcept;
  ~HmacSm3();

  tl::expected<Sm3Digest, CryptoError> mac(ByteView message);

 private:
  struct State;
  explicit HmacSm3(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ssc::crypto
