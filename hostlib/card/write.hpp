// Writing the files of the file map. The write key has been authenticated by the caller; the map's rule is
// not checked here, the card refuses with 6982. Values come padded to the length of the map: nothing is added
// or cut here.
//
// A refused command has changed nothing (ISO/IEC 7816-4 §5.6 lets only 65xx and 64xx say otherwise). After
// Fault::channel it is not known whether the last command was carried out: read it back.
#pragma once

#include "hostlib/card/files.hpp"

namespace ssc::card {

/// UPDATE RECORD of one record. The first occurrence is addressed by its identifier; a later one by its
/// number, which is found by reading, or, where reading is refused (6982), taken from the map: a card refuses
/// a wrong identifier with 6A85. A later occurrence that does not exist is 6A83. A value beyond 253 bytes is
/// Fault::badData.
Result<void> updateField(Navigation& card, const cardspec::File& file, RecordKey key, apdu::ByteView value);

/// Adds a record to a cyclic file; it becomes number 1, the oldest drops out. `record` has the file's record
/// length.
Result<void> appendRecord(Navigation& card, const cardspec::File& file, apdu::ByteView record);

/// A transparent file was written in part: the pieces up to `written` are on the card.
struct BinaryWriteError {
  Error error;
  std::size_t written = 0;  ///< bytes from the start
};

/// UPDATE BINARY from the start of a transparent file, in pieces of at most 255 bytes. What lies behind
/// stays.
tl::expected<void, BinaryWriteError> updateTransparent(Navigation& card, const cardspec::File& file,
                                                       apdu::ByteView bytes);

}  // namespace ssc::card
