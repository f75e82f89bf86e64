// Results that go into a caller's buffer. One that did not fit waits for the same call with a larger buffer,
// so that nothing is done twice: no PIN asked again, no purchase made again.
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::capi {

/// `out` and `length` of an export. The final NUL of a text counts.
class Output {
 public:
  Output(char* out, std::size_t* length)
      : out_(reinterpret_cast<std::uint8_t*>(out)), length_(length), isText_(true) {}
  Output(std::uint8_t* out, std::size_t* length) : out_(out), length_(length) {}

  /// badParameter without a length, or with a length of nothing.
  [[nodiscard]] flows::Outcome<void> check() const;
  /// outputTooSmall: `*length` says what is needed, nothing is written.
  [[nodiscard]] flows::Outcome<void> write(crypto::ByteView result) const;

 private:
  std::uint8_t* out_;
  std::size_t* length_;
  bool isText_ = false;
};

/// Which call a waiting result belongs to: the function and all its arguments, as a digest.
class CallKey {
 public:
  class Argument {
   public:
    // NOLINTBEGIN(google-explicit-constructor): a list of what a call was given, whatever its types
    Argument(std::string_view text) : bytes_(text.begin(), text.end()) {}
    Argument(const char* text) : Argument(std::string_view(text == nullptr ? "" : text)) {}
    Argument(crypto::ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
    template <std::integral Number>
    Argument(Number number) : Argument(std::string_view(std::to_string(number))) {}
    // NOLINTEND(google-explicit-constructor)
    [[nodiscard]] const crypto::Bytes& bytes() const { return bytes_; }

   private:
    crypto::Bytes bytes_;
  };

  // NOLINTNEXTLINE(google-explicit-constructor): a call without arguments is its name
  CallKey(std::string_view function, std::initializer_list<Argument> arguments = {});
  /// A key whose digest could not be made is like no other.
  [[nodiscard]] bool is(const CallKey& other) const { return digest_ && digest_ == other.digest_; }

 private:
  std::optional<crypto::Sm3Digest> digest_;
};

class PendingResult {
 public:
  [[nodiscard]] bool isFor(const CallKey& key) const { return kept_ && kept_->key.is(key); }
  void keep(const CallKey& key, crypto::SecretBytes result) { kept_.emplace(Kept{key, std::move(result)}); }
  void drop() { kept_.reset(); }
  /// Hands the result over; one that does not fit stays.
  [[nodiscard]] flows::Outcome<void> moveTo(const Output& out);

 private:
  struct Kept {
    CallKey key;
    crypto::SecretBytes result;
  };
  std::optional<Kept> kept_;
};

/// A text as a result.
inline crypto::SecretBytes textResult(std::string_view text) {
  return crypto::SecretBytes(
      crypto::ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace ssc::capi
