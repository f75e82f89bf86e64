// pFileAddr: which files and items a call is about.
//
//   addr     = 1*fileitem
//   fileitem = file [":" nn] "|" *( item "|") "$"     ; a file alone may leave out its bar: DF04EF08:03$
//   file     = adf ef                                 ; SSSEEF05, DF01EF0A …
//   item     = tag [":" nn]                           ; tag = 2HEXDIG
//   nn       = 1*2HEXDIG                              ; 01 to FF
//
// Letters may have any case. Whether a card has the file and the item is not decided here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.hpp"
#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

struct AddressItem {
  std::uint8_t tag = 0;         ///< 00 and FF too: no file has them (ISO/IEC 7816-4 §6.2)
  std::uint8_t occurrence = 1;  ///< of a repeated tag, the first is 1

  friend bool operator==(const AddressItem&, const AddressItem&) = default;
};

struct FileItem {
  std::string df;         ///< four characters, upper case; the aliases 3F00 and MF are SSSE
  std::uint16_t fid = 0;  ///< EF00 to EFFF
  std::optional<std::uint8_t>
      record;  ///< of a cyclic file, 1 is the newest. FF is reserved (§7.3.2): no card has it
  std::vector<AddressItem> items;  ///< none: the whole file (cyclic, transparent)
  std::string asked;               ///< the file as the caller wrote it, with its `:nn`: the reply repeats it

  /// "SSSEEF06"
  [[nodiscard]] std::string name() const;
  /// "SSSEEF06|09"; the name of the file where it has no such item.
  [[nodiscard]] std::string itemName(std::size_t index) const;
  [[nodiscard]] bool isSameFile(const FileItem& other) const {
    return df == other.df && fid == other.fid && record == other.record;
  }
};

/// In the order of the request; not empty.
using Address = std::vector<FileItem>;

/// Texts that belong to one file of an address, one for each item, or one for each record, or the whole file.
using FileValues = std::vector<crypto::Personal>;

TextResult<Address> parseAddress(std::string_view text);

class Scanner;
/// The `file [":" nn]` that the scanner is at.
TextResult<FileItem> takeFile(Scanner& scanner);

}  // namespace ssc::capi
