// Types for what must not leak: wiped when they die, never printed. Streams and formatters get a mask; the
// content is reached only through reveal(), which is easy to search for.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/bytes.hpp"

namespace ssc::crypto {

/// Overwrites memory in a way the compiler keeps (OPENSSL_cleanse).
void wipe(MutableByteView bytes) noexcept;

/// Secret bytes of any length. Copies are explicit (clone), moves leave the source empty.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
  explicit SecretBytes(std::size_t size) : bytes_(size) {}
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  ~SecretBytes() { wipe(bytes_); }

  [[nodiscard]] SecretBytes clone() const { return SecretBytes(ByteView(bytes_)); }
  [[nodiscard]] ByteView reveal() const { return bytes_; }
  [[nodiscard]] MutableByteView revealMutable() { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  Bytes bytes_;
};

/// Key material. A key is not a nonce and not a message: only the ciphers take it.
class Key : public SecretBytes {
 public:
  using SecretBytes::SecretBytes;
  [[nodiscard]] Key clone() const { return Key(reveal()); }  // NOLINT(*-shadowing-base-method): a key again
};

/// Text that names or numbers a person: wiped, masked in every output, readable through reveal(). Short texts
/// live inside std::string itself, where a move leaves them behind: so whatever is moved from is wiped too.
class Personal {
 public:
  Personal() = default;
  explicit Personal(
      std::string text);  ///< takes the text over; the parameter is wiped, the caller's copies are not
  Personal(const Personal&) = default;
  Personal& operator=(const Personal& other);
  Personal(Personal&& other) noexcept;
  Personal& operator=(Personal&& other) noexcept;
  ~Personal();

  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// The first `head` and last `tail` UTF-8 characters, a star for each one between; all stars when
  /// no character would lie between: a mask always hides something.
  [[nodiscard]] std::string masked(std::size_t head, std::size_t tail) const;

 private:
  std::string text_;
};

std::ostream& operator<<(std::ostream& out, const SecretBytes& secret);  ///< writes [secret]
std::ostream& operator<<(std::ostream& out, const Personal& text);       ///< writes [personal]

}  // namespace ssc::crypto
