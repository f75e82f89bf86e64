#include "hostlib/card/write.hpp"

#include <algorithm>

#include "hostlib/card/commands.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kMostPiece = apdu::Command::kMaxShortData;
constexpr std::size_t kMostValue = kMostPiece - 2;

Result<void> done(const Result<apdu::Response>& response) {
  if (!response) return tl::unexpected(response.error());
  return {};
}

// The record as the card holds it; wiped, for it may be about a person.
crypto::SecretBytes recordOf(std::uint8_t tag, apdu::ByteView value) {
  crypto::SecretBytes record(2 + value.size());
  const apdu::MutableByteView out = record.revealMutable();
  out[0] = tag;
  out[1] = static_cast<std::uint8_t>(value.size());
  std::ranges::copy(value, out.begin() + 2);
  return record;
}

std::optional<std::size_t> positionOf(const Records& records, RecordKey key) {
  unsigned seen = 0;
  for (std::size_t index = 0; index < records.count(); ++index) {
    if (records.tagAt(index) == key.tag && ++seen == key.occurrence) return index;
  }
  return std::nullopt;
}

Result<std::uint8_t> recordNumber(Navigation& card, const cardspec::File& file, RecordKey key) {
  Records records;
  const auto read = readInOrder(card, file, records);
  const bool unreadable = read ? !*read : read.error().sw == apdu::sw::kSecurityNotSatisfied;
  if (!read && !unreadable) return tl::unexpected(read.error());
  const auto index = unreadable ? RecordLayout(file).find(key) : positionOf(records, key);
  if (!index) return tl::unexpected(statusError(placeOf(file), apdu::sw::kRecordNotFound));
  return static_cast<std::uint8_t>(*index + 1);
}

}  // namespace

Result<void> updateField(Navigation& card, const cardspec::File& file, RecordKey key, apdu::ByteView value) {
  if (value.size() > kMostValue) return tl::unexpected(dataError(placeOf(file)));
  const crypto::SecretBytes record = recordOf(key.tag, value);
  if (key.occurrence <= 1) {
    return done(card.send(
        file, [&](std::uint8_t sfi) { return updateRecordByIdentifier(key.tag, sfi, record.reveal()); }));
  }
  const auto number = recordNumber(card, file, key);
  if (!number) return tl::unexpected(number.error());
  return done(
      card.send(file, [&](std::uint8_t sfi) { return updateRecordByNumber(*number, sfi, record.reveal()); }));
}

Result<void> appendRecord(Navigation& card, const cardspec::File& file, apdu::ByteView record) {
  if (record.empty() || record.size() > kMostPiece) return tl::unexpected(dataError(placeOf(file)));
  return done(card.send(file, [&](std::uint8_t sfi) { return appendCyclicRecord(sfi, record); }));
}

tl::expected<void, BinaryWriteError> updateTransparent(Navigation& card, const cardspec::File& file,
                                                       apdu::ByteView bytes) {
  if (bytes.size() > file.size) return tl::unexpected(BinaryWriteError{dataError(placeOf(file)), 0});
  for (std::size_t offset = 0; offset < bytes.size();) {
    const apdu::ByteView piece = bytes.subspan(offset, std::min(bytes.size() - offset, kMostPiece));
    const auto response = card.send(file, [&](std::uint8_t sfi) {
      return offset == 0 && sfi != 0 ? updateBinaryOf(sfi, piece)
                                     : updateBinary(static_cast<std::uint16_t>(offset), piece);
    });
    if (!response) return tl::unexpected(BinaryWriteError{response.error(), offset});
    offset += piece.size();
  }
  return {};
}

}  // namespace ssc::card
