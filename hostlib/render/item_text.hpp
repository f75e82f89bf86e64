// How people and ssc.h name files and items: "DF01/EF05 20,21; DF01/EF15 40:2; DF04/EF08 #1".
#pragma once

#include <string_view>
#include <vector>

#include "hostlib/flows/file_request.hpp"

namespace ssc::render {

/// Letters may have any case, blanks may stand anywhere between the parts. badInput, with the place, for
/// anything else.
flows::Outcome<std::vector<flows::FileRequest>> parseItems(std::string_view text);

/// One value as people write it (UTF-8: text, digits, hexadecimal; the parts of a template joined with ^) as
/// the card keeps it. badInput names file and item, never the value.
flows::Outcome<crypto::SecretBytes> valueBytes(const cardspec::File& file, card::RecordKey item,
                                               std::string_view text);
/// A record to append to a cyclic file (parts joined with ^), the beginning of a transparent one
/// (hexadecimal).
flows::Outcome<crypto::SecretBytes> wholeBytes(const cardspec::File& file, std::string_view text);

}  // namespace ssc::render
