// UPDATE RECORD (ISO/IEC 7816-4 §11.3.5), class 04 with a MAC. P2: short identifier in the high five bits,
// mode in the low three. A linear file grows by the number that comes next or by an identifier it does not
// have; a cyclic file takes every accepted write as its newest record, and when it is full the oldest drops
// out.
#include <algorithm>

#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/current_file.hpp"
#include "keys-sim/card/record_search.hpp"
#include "keys-sim/card/secure_messaging.hpp"

namespace ssc::sim {
namespace {

using apdu::ByteView;
using apdu::StatusWord;
using cardspec::FileType;

constexpr std::size_t kTagAndLength = 2;
constexpr std::size_t kMostRecords = 254;  // numbers and identifiers are 01 to FE

// What to write and where; the place one past the last record appends.
struct Update {
  CardOs& card;
  const ElementaryFile& file;
  const apdu::Command& command;
  std::size_t place = 0;
  ByteView record{};

  [[nodiscard]] RecordMode mode() const { return recordModeOf(command.header()); }
  [[nodiscard]] std::uint8_t p1() const { return command.header().p1; }
  [[nodiscard]] bool appends() const { return place == file.records.size(); }
};

bool isFree(const Update& update) {
  if (update.mode() == RecordMode::number) return update.p1() == update.file.records.size() + 1;
  return update.p1() != 0 && !findRecord(RecordMode::first, {update.file, {}, update.p1()});
}

std::optional<std::size_t> placeInLinear(const Update& update) {
  const auto found = findRecord(update.mode(), {update.file, update.card.state().recordPointer, update.p1()});
  if (found || !isFree(update)) return found;
  return update.file.records.size();
}

// Records of cyclic files have no identifiers: only "any" fits.
std::optional<std::size_t> placeInCyclic(const Update& update) {
  const bool fits =
      update.mode() == RecordMode::number ? update.p1() <= update.file.spec->records : update.p1() == 0;
  return fits ? std::optional<std::size_t>(0) : std::nullopt;
}

bool looksComplete(const ElementaryFile& file, ByteView data) {
  if (file.type == FileType::cyclicRecord) return data.size() == file.spec->size;
  return data.size() > 1 && data.size() == kTagAndLength + data[1];
}

// Data that are a whole record already have no room for a MAC.
tl::expected<ByteView, StatusWord> recordOf(const Update& update) {
  const auto& command = update.command;
  if (!isUnderMac(command.header())) return command.data();
  const auto session = checkMac(update.card, update.card.state().directory->df, command);
  if (session) return dataBeforeMac(command);
  const bool missing = session.error() == kMacWrong && looksComplete(update.file, command.data());
  return tl::unexpected(missing ? kMacMissing : session.error());
}

bool hasOtherTag(const Update& update) {
  const std::uint8_t tag = update.record[0];
  if (!update.appends()) return tag != update.file.records[update.place].front();
  if (update.mode() != RecordMode::number) return tag != update.p1();
  return tag == 0x00 || tag == 0xFF;
}

std::size_t sizeAfter(const Update& update) {
  std::size_t size = update.record.size();
  for (std::size_t i = 0; i < update.file.records.size(); ++i)
    size += i == update.place ? 0 : update.file.records[i].size();
  return size;
}

bool fitsFile(const Update& update) {
  const auto* field = cardspec::findField(*update.file.spec, update.record[0]);
  const bool valueFits = !field || update.record[1] <= field->length;
  return valueFits && update.place < kMostRecords && sizeAfter(update) <= update.file.capacity;
}

StatusWord checkRecord(const Update& update) {
  const bool fixed = update.file.type != FileType::variableRecord;
  if (fixed && update.record.size() != update.file.spec->size) return apdu::sw::kWrongLength;
  if (update.file.type == FileType::cyclicRecord) return apdu::sw::kOk;
  const bool consistent =
      update.record.size() > 1 && update.record.size() == kTagAndLength + update.record[1];
  if (!consistent || hasOtherTag(update)) return kInconsistentTlv;
  return fitsFile(update) ? apdu::sw::kOk : kNoSpace;
}

Image recordsAfter(const Update& update) {
  Image records = update.file.records;
  apdu::Bytes record(update.record.begin(), update.record.end());
  if (update.file.type == FileType::cyclicRecord) {
    records.insert(records.begin(), std::move(record));
    records.resize(std::min<std::size_t>(records.size(), update.file.spec->records));
  } else if (update.appends()) {
    records.push_back(std::move(record));
  } else {
    records[update.place] = std::move(record);
  }
  return records;
}

StatusWord write(const Update& update) {
  const bool moves = movesRecordPointer(update.mode()) || update.file.type == FileType::cyclicRecord;
  if (!update.card.commit(withContent(update.card, update.file, recordsAfter(update)))) return kMemoryFailure;
  if (moves) update.card.state().recordPointer = update.place;
  return apdu::sw::kOk;
}

}  // namespace

bool acceptsUpdateRecordParameters(const apdu::Header& header) {
  return acceptsRecordParameters(header) && recordModeOf(header) <= RecordMode::number;
}

apdu::Response updateRecord(CardOs& card, const apdu::Command& command) {
  const auto file = fileToWrite(card, command.header().p2 >> 3, true);
  if (!file) return status(file.error());
  Update update{card, **file, command};
  if (!update.file.spec) return status(apdu::sw::kNotSupported);
  const auto place =
      update.file.type == FileType::cyclicRecord ? placeInCyclic(update) : placeInLinear(update);
  if (!place) return status(apdu::sw::kRecordNotFound);
  update.place = *place;
  const auto record = recordOf(update);
  if (!record) return status(record.error());
  update.record = *record;
  const auto checked = checkRecord(update);
  return status(checked.ok() ? write(update) : checked);
}

}  // namespace ssc::sim
