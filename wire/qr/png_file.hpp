// A picture into a PNG file: as a whole or not at all, over what is there. A camera or a person may be
// looking at it.
#pragma once

#include <string>

#include "wire/qr/picture.hpp"

namespace ssc::qr {

/// False: the picture cannot be made a PNG, or not be written; the old file stays. `file`.new is written on
/// the way.
bool replacePng(const std::string& file, const Picture& picture);

}  // namespace ssc::qr
