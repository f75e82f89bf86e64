// What a profile puts into a file, read against the file's row in the file map.
#pragma once

#include <map>
#include <vector>

#include "card-spec/tables.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim {

/// What a file holds where it is not blank.
struct FileContent {
  std::map<std::uint8_t, std::vector<apdu::Bytes>>
      values;                     ///< by tag, one value per occurrence, not yet padded
  std::vector<apdu::Bytes> rows;  ///< cyclic records, newest first
  apdu::Bytes data;               ///< transparent files
};

/// One file's table of a profile. `textPadding` fills the texts inside nested items and rows. Mistakes are
/// noted in the section.
FileContent readFileContent(Section section, const cardspec::File& file, std::uint8_t textPadding);

/// Digits of a hexadecimal number, nothing else; empty otherwise.
std::optional<unsigned> parseHexNumber(std::string_view text);

/// The byte that fills what a value leaves of its field.
std::uint8_t paddingOf(cardspec::Coding coding, std::uint8_t textPadding);

}  // namespace ssc::sim
