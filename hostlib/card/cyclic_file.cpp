// Cyclic files: raw records of one length, number 1 the newest (ISO/IEC 7816-4 §7.3.2).
#include <algorithm>

#include "hostlib/card/files.hpp"
#include "hostlib/card/refusals.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kMostRecords = 0xFE;  // §7.3.1: record numbers are 01…FE
constexpr std::size_t kMost = apdu::Command::kMaxShortExpected;

using RawRecords = std::vector<crypto::SecretBytes>;

void appendRecords(RawRecords& to, apdu::ByteView bytes, std::size_t length) {
  for (std::size_t at = 0; at < bytes.size(); at += length)
    to.emplace_back(bytes.subspan(at, length));
}

Result<apdu::Response> readFrom(Navigation& card, const cardspec::File& file, std::size_t number,
                                std::size_t expected) {
  return card.send(
      file,
      [=](std::uint8_t sfi) {
        return apdu::Command::readRecordsFrom(static_cast<std::uint8_t>(number), sfi, expected);
      },
      fileNotReached());
}

Result<RawRecords> readOneByOne(Navigation& card, const cardspec::File& file) {
  RawRecords records;
  while (records.size() < kMostRecords) {
    auto record = readCyclicRecord(card, file, static_cast<std::uint8_t>(records.size() + 1));
    if (!record && meansNoRecord(record.error())) break;
    if (!record) return tl::unexpected(record.error());
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace

Result<crypto::SecretBytes> readCyclicRecord(Navigation& card, const cardspec::File& file,
                                             std::uint8_t number) {
  const auto response = card.send(file, [&](std::uint8_t sfi) {
    return apdu::Command::readRecordByNumber(number, sfi, std::min<std::size_t>(file.size, kMost));
  });
  if (!response) return tl::unexpected(response.error());
  if (response->data().empty()) return tl::unexpected(dataError(placeOf(file)));
  return crypto::SecretBytes(apdu::ByteView(response->data()));
}

// As many whole records as 256 bytes hold, until an answer is not full or there is no further record: how
// many a card keeps is a least number in the map. Another record length shows in the first answer, which is
// then no multiple of the map's: the card is read record by record.
Result<std::vector<crypto::SecretBytes>> readCyclicFile(Navigation& card, const cardspec::File& file) {
  RawRecords records;
  if (file.size == 0 || file.size > kMost) return tl::unexpected(dataError(placeOf(file)));
  const std::size_t full = kMost / file.size * file.size;
  while (records.size() < kMostRecords) {
    const auto response = readFrom(card, file, records.size() + 1, full);
    if (!response && meansNoRecord(response.error())) break;
    if (!response && records.empty() && meansModeUnknown(response.error())) return readOneByOne(card, file);
    if (!response) return tl::unexpected(response.error());
    const apdu::ByteView bytes(response->data());
    const bool fits = !bytes.empty() && bytes.size() % file.size == 0;
    if (!fits && records.empty()) return readOneByOne(card, file);
    if (!fits) return tl::unexpected(dataError(placeOf(file)));
    appendRecords(records, bytes, file.size);
    if (bytes.size() < full) break;
  }
  return records;
}

}  // namespace ssc::card
