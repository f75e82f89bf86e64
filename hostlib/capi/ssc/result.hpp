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

/// Which call a result belongs to: the function and all its arguments.
class CallKey {
 public:
  class Argument {
   public:
    // NOLINTBEGIN(google-explicit-constructor): a list of what a call was given, whatever its types
    Argument(std::string_view text) : text_(text) {}
    Argument(const char* text) : Argument(std::string_view(text == nullptr ? "" : text)) {}
    Argument(crypto::ByteView bytes) : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}
    template <std::integral Number>
    Argument(Number number) : number_(static_cast<std::uint64_t>(number)), isNumber_(true) {}
    // NOLINTEND(google-explicit-constructor)
    [[nodiscard]] crypto::ByteView bytes() const {
      if (isNumber_) return {reinterpret_cast<const std::uint8_t*>(&number_), sizeof number_};
      return {reinterpret_cast<const std::uint8_t*>(text_.data()), text_.size()};
    }

   private:
    std::string_view text_;  // of the caller: it lasts as long as the call
    std::uint64_t number_ = 0;
    bool isNumber_ = false;
  };

  /// Made before anything guards the call: without memory it is empty, never an exception.
  // NOLINTNEXTLINE(google-explicit-constructor): a call without arguments is its name
  CallKey(std::string_view function, std::initializer_list<Argument> arguments = {}) noexcept;
  /// What is kept of a call while its result waits: arguments can be personal. Made only then, for it costs
  /// more than all else around a call. Empty when it cannot be made; then no call is like another.
  [[nodiscard]] std::optional<crypto::Sm3Digest> digest() const;

 private:
  crypto::SecretBytes call_;
};

class PendingResult {
 public:
  [[nodiscard]] bool isFor(const CallKey& key) const {
    return kept_ && kept_->call && kept_->call == key.digest();
  }
  void drop() { kept_.reset(); }
  /// Hands a new result over; one that does not fit waits for the same call.
  [[nodiscard]] flows::Outcome<void> offer(const CallKey& key, crypto::SecretBytes result, const Output& out);
  /// Hands over the result that waits; one that does not fit goes on waiting.
  [[nodiscard]] flows::Outcome<void> moveTo(const Output& out);

 private:
  struct Kept {
    std::optional<crypto::Sm3Digest> call;
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
