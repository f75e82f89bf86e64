// An address on a card of a known generation: the rows of the file map that it means.
#pragma once

#include <vector>

#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/capi/text/address.hpp"

namespace ssc::capi {

struct LocatedFile {
  const cardspec::File* file = nullptr;        ///< never null
  std::vector<const cardspec::Field*> fields;  ///< one for each item of the address, never null
};

/// unknownFile; unknownItem for a tag the file does not have, for more occurrences of it than the file keeps,
/// and for any item of a cyclic or transparent file; badNumber for a record of a file that is not cyclic.
TextResult<LocatedFile> locate(const FileItem& asked, cardspec::Generation generation);

/// What the values of a write put on the card, one for each value: of a field, a record to append, or bytes
/// for offset 0. otherShape where a file of records is written without items. Errors name file and item.
TextResult<std::vector<crypto::SecretBytes>> decodeValues(const FileItem& asked, const LocatedFile& located,
                                                          const FileValues& values);

}  // namespace ssc::capi
