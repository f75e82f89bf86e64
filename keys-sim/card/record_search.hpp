// Which record READ RECORD and UPDATE RECORD mean (ISO/IEC 7816-4 §7.3.3): by number, or by identifier from
// the record that is current.
#pragma once

#include <optional>

#include "apdu/command.hpp"
#include "keys-sim/card/file_tree.hpp"

namespace ssc::sim {

/// The low three bits of P2.
enum class RecordMode : std::uint8_t {
  first = 0,         ///< first with identifier P1; P1 00 = any
  last = 1,          ///< last with it
  next = 2,          ///< next after the current record; the first where none is current
  previous = 3,      ///< previous; the last where none is current
  number = 4,        ///< record P1; P1 00 = the current one
  numberToLast = 5,  ///< record P1 and those after it
  lastToNumber = 6,  ///< the same from the end
};
RecordMode recordModeOf(const apdu::Header& header);
/// Identifier modes move the record pointer, number modes do not.
constexpr bool movesRecordPointer(RecordMode mode) {
  return mode < RecordMode::number;
}

struct RecordAddress {
  const ElementaryFile& file;
  std::optional<std::size_t> current;  ///< index of the current record
  std::uint8_t p1 = 0;                 ///< number or identifier
};

/// Index of the record; empty: there is none.
std::optional<std::size_t> findRecord(RecordMode mode, const RecordAddress& address);

}  // namespace ssc::sim
