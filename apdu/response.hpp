// Response APDUs (ISO/IEC 7816-4 §5.3): data, then SW1 SW2.
#pragma once

#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/status_word.hpp"

namespace ssc::apdu {

/// The data may name a person or be a cryptogram: it is wiped when the response dies.
class Response {
 public:
  Response() = default;
  Response(Bytes data, StatusWord sw) : data_(std::move(data)), sw_(sw) {}
  Response(const Response&) = default;
  Response(Response&&) noexcept = default;
  Response& operator=(const Response&) = delete;
  Response& operator=(Response&& other) noexcept;
  ~Response() { wipe(data_); }

  [[nodiscard]] const Bytes& data() const { return data_; }
  /// Takes the data out of a response that is no longer needed.
  [[nodiscard]] Bytes takeData() && { return std::move(data_); }
  [[nodiscard]] StatusWord sw() const { return sw_; }
  /// 9000 or 61xx: carried out.
  [[nodiscard]] bool ok() const { return sw_.normal(); }

  [[nodiscard]] Bytes encode() const;
  /// At least the two status bytes must be there.
  static tl::expected<Response, ParseError> decode(ByteView bytes);

 private:
  Bytes data_;
  StatusWord sw_;
};

}  // namespace ssc::apdu
