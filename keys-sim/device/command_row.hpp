// A chip's commands as a table: one row each, and how a row is found. A new command is a row and a handler
// file.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "keys-sim/device/chip.hpp"

namespace ssc::sim {

template <typename Os>
struct CommandRow {
  std::uint8_t cla{}, ins{};
  std::string_view name;
  Direction direction{};
  bool (*acceptsParameters)(const apdu::Header&){};  ///< false: 6A86
  bool (*acceptsLengths)(const apdu::Command&){};    ///< false: 6700
  apdu::Response (*run)(Os&, const apdu::Command&){};
  bool worksInBlockedDf = false;  ///< SELECT must be able to leave a blocked directory
};

/// nullptr when no row has this class and instruction. Where commands share an instruction, the row that
/// accepts the parameters; the first of them where none does.
template <typename Os>
const CommandRow<Os>* findRow(std::span<const CommandRow<Os>> rows, const apdu::Header& header) {
  const auto named = [&](const auto& row) { return row.cla == header.cla && row.ins == header.ins; };
  const auto exact = std::find_if(
      rows.begin(), rows.end(), [&](const auto& row) { return named(row) && row.acceptsParameters(header); });
  const auto found = exact == rows.end() ? std::find_if(rows.begin(), rows.end(), named) : exact;
  return found == rows.end() ? nullptr : &*found;
}

/// What the table alone decides, in the order the card specification checks: class 6E00, instruction 6D00,
/// parameters 6A86, lengths 6700. 9000: the row's handler may run.
template <typename Os>
apdu::StatusWord checkAgainst(std::span<const CommandRow<Os>> rows, const apdu::Command& command) {
  const auto& header = command.header();
  const bool classKnown =
      std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.cla == header.cla; });
  if (!classKnown) return apdu::sw::kClaUnknown;
  const auto* row = findRow(rows, header);
  if (!row) return apdu::sw::kInsUnknown;
  if (!row->acceptsParameters(header)) return apdu::sw::kWrongP1P2;
  return row->acceptsLengths(command) ? apdu::sw::kOk : apdu::sw::kWrongLength;
}

}  // namespace ssc::sim
