// What a caller wants of the card's files, and what it gets: by directory, identifier, tag. The file map of
// the card's own generation decides what exists and who may read or write it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/card/record_layout.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::flows {

struct FileRequest {
  std::string df;                      ///< "SSSE", "DF01" …
  std::uint16_t fid = 0;               ///< EF05 …
  std::optional<std::uint8_t> record;  ///< of a cyclic file, 1 = the newest; none: all records
  std::vector<card::RecordKey> items;  ///< of a record file; none: all that the map names
};

struct FileContent {
  const cardspec::File* file = nullptr;
  std::vector<card::RecordKey> items;       ///< record files: what the values are
  std::vector<crypto::SecretBytes> values;  ///< record files: padded values; cyclic: whole records, newest
                                            ///< first; transparent: the one content
};

/// Values to write, in the order of the request's items; of a cyclic file one whole record, of a transparent
/// one its beginning. Padded as the card keeps them.
struct FileWrite {
  FileRequest where;
  std::vector<crypto::SecretBytes> values;
};

/// A request held against the map of one generation.
struct ResolvedFile {
  const cardspec::File* file = nullptr;
  std::optional<std::uint8_t> record;
  std::vector<card::RecordKey> items;
};

/// noSuchFile, noSuchField; badInput where the request does not fit the file's structure.
Outcome<ResolvedFile> resolve(cardspec::Generation generation, const FileRequest& request);
Outcome<std::vector<ResolvedFile>> resolveAll(cardspec::Generation generation,
                                              std::span<const FileRequest> requests);

/// "DF01/EF05", "DF01/EF05 23", "DF01/EF15 40:2".
std::string placeOf(const cardspec::File& file, std::optional<card::RecordKey> item = std::nullopt);

}  // namespace ssc::flows
