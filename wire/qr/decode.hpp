// QR codes, read from a picture.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "wire/qr/error.hpp"
#include "wire/qr/picture.hpp"

namespace ssc::qr {

/// What is on a picture; nothing at all is no error.
struct Seen {
  std::vector<std::string> texts;  ///< UTF-8, 1 to kMostText bytes, no control characters
  std::size_t refused = 0;         ///< codes that hold bytes, a part of a sequence, or no text of that form
};

/// Looks for QR codes of any place, size, turn and tilt, and for nothing else. Takes 1 to 20 ms at 640 × 480.
tl::expected<Seen, QrError> decode(const Picture& picture);

}  // namespace ssc::qr
