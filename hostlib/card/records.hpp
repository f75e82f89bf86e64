// The records of one file as they were read: simple TLVs, addressed by tag. Values are wiped with the object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "crypto/secret.hpp"

namespace ssc::card {

class Records {
 public:
  /// Adds the records of `bytes` (tag, length, value, one after the other).
  tl::expected<void, apdu::ParseError> add(apdu::ByteView bytes);

  [[nodiscard]] std::size_t count() const { return records_.size(); }
  /// Bytes they take on the card, tags and lengths included.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] bool has(std::uint8_t tag) const { return find(tag) != nullptr; }

  /// The records in the order they were added; index 0…count()-1.
  [[nodiscard]] std::uint8_t tagAt(std::size_t index) const { return records_[index].tag; }
  [[nodiscard]] apdu::ByteView valueAt(std::size_t index) const { return records_[index].value.reveal(); }

  /// The value of the first record with this tag, or of a later one (1 = first), padding included; empty when
  /// there is none.
  [[nodiscard]] apdu::ByteView value(std::uint8_t tag, unsigned occurrence = 1) const;
  /// Text fields: GB 18030 bytes without padding.
  [[nodiscard]] apdu::ByteView text(std::uint8_t tag) const;
  /// Number fields: the digits without padding; a field of nothing but padding gives an empty text.
  [[nodiscard]] std::string digits(std::uint8_t tag) const;
  /// All bytes in upper-case hexadecimal, padding F included.
  [[nodiscard]] std::string hex(std::uint8_t tag) const;

 private:
  struct Record {
    std::uint8_t tag;
    crypto::SecretBytes value;
  };
  [[nodiscard]] const Record* find(std::uint8_t tag, unsigned occurrence = 1) const;
  std::vector<Record> records_;
  std::size_t bytes_ = 0;
};

}  // namespace ssc::card
