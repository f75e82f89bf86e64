// READ RECORD (ISO/IEC 7816-4 §11.3.3). P2: short identifier in the high five bits, mode in the low three.
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/current_file.hpp"
#include "keys-sim/card/record_search.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using apdu::Response;

constexpr std::size_t kMaxAnswer = 256;

// As many whole records as one answer holds; the reader goes on at the next number.
Response wholeRecords(const ElementaryFile& file, std::size_t from, std::size_t to) {
  Bytes data;
  const std::ptrdiff_t step = from <= to ? 1 : -1;
  for (auto i = static_cast<std::ptrdiff_t>(from);; i += step) {
    const Bytes& record = file.records[static_cast<std::size_t>(i)];
    if (data.size() + record.size() > kMaxAnswer) break;
    apdu::append(data, record);
    if (i == static_cast<std::ptrdiff_t>(to)) break;
  }
  return {data, apdu::sw::kOk};
}

Response answer(const ElementaryFile& file, RecordMode mode, std::size_t index) {
  const std::size_t last = file.records.size() - 1;
  if (mode == RecordMode::numberToLast) return wholeRecords(file, index, last);
  if (mode == RecordMode::lastToNumber) return wholeRecords(file, last, index);
  return {file.records[index], apdu::sw::kOk};
}

}  // namespace

bool acceptsRecordParameters(const apdu::Header& header) {
  return header.p1 != 0xFF && recordModeOf(header) <= RecordMode::lastToNumber && (header.p2 >> 3) != 0x1F;
}

Response readRecord(CardOs& card, const apdu::Command& command) {
  const auto& header = command.header();
  const auto file = fileToRead(card, header.p2 >> 3, true);
  if (!file) return status(file.error());
  const RecordMode mode = recordModeOf(header);
  const auto place = findRecord(mode, {**file, card.state().recordPointer, header.p1});
  if (!place) return status(apdu::sw::kRecordNotFound);
  if (movesRecordPointer(mode)) card.state().recordPointer = place;
  return answer(**file, mode, *place);
}

}  // namespace ssc::sim
