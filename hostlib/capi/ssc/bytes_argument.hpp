// Bytes that a caller passes in: a pointer and a size.
#pragma once

#include "crypto/bytes.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::capi {

struct BytesArgument {
  const std::uint8_t* data;
  std::size_t size;

  /// Nothing behind a null pointer; for keys, which are made before the argument is judged.
  [[nodiscard]] crypto::ByteView view() const {
    return data == nullptr ? crypto::ByteView() : crypto::ByteView(data, size);
  }
  /// badParameter for bytes at no address, and for more than the library takes in (16 MiB).
  [[nodiscard]] flows::Outcome<crypto::ByteView> checked(const char* name) const {
    constexpr std::size_t kMost = 16U << 20;
    if ((data == nullptr && size != 0) || size > kMost)
      return tl::unexpected(flows::Failure{flows::Reason::badParameter, name, {}});
    return view();
  }
};

}  // namespace ssc::capi
