// The card's commands that apdu::Command does not name: writing, the record pointer, and the card
// specification's own.
#pragma once

#include "apdu/command.hpp"

namespace ssc::card {

// ISO/IEC 7816-4 §11.4.3: the occurrence behind the current record; that record's file must be the current
// EF.
apdu::Command readNextOccurrence(std::uint8_t identifier, std::size_t expected);

// §11.4.5 UPDATE RECORD: `record` is tag, length and value, of a cyclic file the raw record; at most 255
// bytes. sfi 0 = the current EF.
apdu::Command updateRecordByIdentifier(std::uint8_t identifier, std::uint8_t sfi, apdu::ByteView record);
apdu::Command updateRecordByNumber(std::uint8_t number, std::uint8_t sfi, apdu::ByteView record);
/// Mode "previous" of a cyclic file: the oldest record gives way to a new record 1.
apdu::Command appendCyclicRecord(std::uint8_t sfi, apdu::ByteView record);

// §11.3.5 UPDATE BINARY: at most 255 bytes, at an offset of the current EF, or from the start of the EF with
// this SFI.
apdu::Command updateBinary(std::uint16_t offset, apdu::ByteView piece);
apdu::Command updateBinaryOf(std::uint8_t sfi, apdu::ByteView piece);

/// CHANGE PIN (card specification, part 5): old block || FF || new block; each 0…8 bytes.
apdu::Command changePinCommand(apdu::ByteView oldBlock, apdu::ByteView newBlock);

}  // namespace ssc::card
