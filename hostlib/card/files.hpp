// Reading any file of the file map, in as few exchanges as the card allows. What differs between generations
// is in the map, not here. Each function makes the file's application current first; access conditions (PIN,
// keys) are the caller's affair: an unmet one is Fault::status with 6982. Values are padded as the card holds
// them.
#pragma once

#include <span>
#include <vector>

#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/card/navigation.hpp"
#include "hostlib/card/record_layout.hpp"

namespace ssc::card {

/// All records of a variable- or fixed-record file. A file without records gives none; that is no error.
Result<Records> readAll(Navigation& card, const cardspec::File& file);

/// The value of one record. No such record: Fault::status with 6A83.
Result<crypto::SecretBytes> readField(Navigation& card, const cardspec::File& file, RecordKey key);

/// The values of several records, in the order asked for: neighbours come in one exchange, single ones by
/// identifier. One that does not exist fails the whole reading with 6A83.
Result<std::vector<crypto::SecretBytes>> readFields(Navigation& card, const cardspec::File& file,
                                                    std::span<const RecordKey> keys);

/// One record of a cyclic file, 1 = the newest. No such record: 6A83.
Result<crypto::SecretBytes> readCyclicRecord(Navigation& card, const cardspec::File& file,
                                             std::uint8_t number);

/// All records of a cyclic file, newest first, as many whole ones an exchange as fit. Cards with records
/// shorter or longer than the map says give those; the length is then theirs.
Result<std::vector<crypto::SecretBytes>> readCyclicFile(Navigation& card, const cardspec::File& file);

/// A transparent file from its start: as many bytes as the map says, or fewer where the card's file ends
/// before.
Result<crypto::SecretBytes> readTransparent(Navigation& card, const cardspec::File& file);

/// Internal to this room: reads the records in the order of their numbers. False: the card does not know the
/// mode.
Result<bool> readInOrder(Navigation& card, const cardspec::File& file, Records& into);

}  // namespace ssc::card
