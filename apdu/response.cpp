#include "apdu/response.hpp"

namespace ssc::apdu {

Response& Response::operator=(Response&& other) noexcept {
  if (this == &other) return *this;
  wipe(data_);
  data_ = std::move(other.data_);
  sw_ = other.sw_;
  return *this;
}

Bytes Response::encode() const {
  Bytes bytes = data_;
  bytes.push_back(sw_.sw1());
  bytes.push_back(sw_.sw2());
  return bytes;
}

tl::expected<Response, ParseError> Response::decode(ByteView bytes) {
  if (bytes.size() < 2) return tl::unexpected(ParseError{ParseFault::truncated, bytes.size()});
  const std::size_t n = bytes.size() - 2;
  return Response(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)),
                  StatusWord(bytes[n], bytes[n + 1]));
}

}  // namespace ssc::apdu
