// A checked reader over bytes: every take either succeeds whole or fails with the place, and nothing is read
// twice.
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

class Cursor {
 public:
  /// `base` is added to the offsets of errors, for a view cut out of something larger.
  explicit Cursor(ByteView bytes, std::size_t base = 0) : bytes_(bytes), base_(base) {}

  [[nodiscard]] bool atEnd() const { return position_ == bytes_.size(); }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - position_; }
  /// Offset of the next byte in the outermost bytes.
  [[nodiscard]] std::size_t offset() const { return base_ + position_; }

  [[nodiscard]] ParseError error(ParseFault fault) const { return {fault, offset()}; }

  tl::expected<std::uint8_t, ParseError> takeByte() {
    if (atEnd()) return tl::unexpected(error(ParseFault::truncated));
    return bytes_[position_++];
  }

  tl::expected<std::uint8_t, ParseError> peekByte() const {
    if (atEnd()) return tl::unexpected(error(ParseFault::truncated));
    return bytes_[position_];
  }

  tl::expected<ByteView, ParseError> take(std::size_t count) {
    if (count > left()) return tl::unexpected(error(ParseFault::truncated));
    const ByteView part = bytes_.subspan(position_, count);
    position_ += count;
    return part;
  }

  /// Big-endian number of 1…8 bytes.
  tl::expected<std::uint64_t, ParseError> takeNumber(std::size_t count) {
    const auto part = take(count);
    if (!part) return tl::unexpected(part.error());
    std::uint64_t value = 0;
    for (const std::uint8_t byte : *part)
      value = value << 8 | byte;
    return value;
  }

  ByteView takeRest() {
    const ByteView rest = bytes_.subspan(position_);
    position_ = bytes_.size();
    return rest;
  }

 private:
  ByteView bytes_;
  std::size_t base_;
  std::size_t position_ = 0;
};

}  // namespace ssc::apdu
