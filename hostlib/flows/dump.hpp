// The whole card: every file its generation has, read as far as it lets itself be read.
#pragma once

#include "hostlib/flows/file_access.hpp"
#include "hostlib/flows/file_request.hpp"

namespace ssc::flows {

/// One file of the map: its content, or why it was not read.
struct DumpedFile {
  const cardspec::File* file = nullptr;
  Outcome<FileContent> content;
};

struct Dump {
  std::vector<DumpedFile> files;  ///< in the order of the map
};

/// The card has been taken. A file that refuses (no PIN entered, a key the module lacks, not on this card) is
/// part of the result; a card or reader that is gone ends the dump.
Outcome<Dump> dump(Visit& visit, const AccessOptions& options);

}  // namespace ssc::flows
