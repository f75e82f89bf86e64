// Record files with identifiers (simple TLV, ISO/IEC 7816-4 §6.2).
#include <algorithm>

#include "apdu/cursor.hpp"
#include "hostlib/card/commands.hpp"
#include "hostlib/card/files.hpp"
#include "hostlib/card/refusals.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kMostRecords = 0xFE;  // ISO/IEC 7816-4 §7.3.1: record numbers are 01…FE
constexpr std::size_t kMost = apdu::Command::kMaxShortExpected;

// How a file's records are asked for; `expected` counts tags and lengths as well.
struct Reading {
  Navigation& card;
  const cardspec::File& file;

  [[nodiscard]] Error damaged() const { return dataError(placeOf(file)); }

  Result<apdu::Response> fromNumber(std::size_t number, std::size_t expected) {
    const auto command = [=](std::uint8_t sfi) {
      return apdu::Command::readRecordsFrom(static_cast<std::uint8_t>(number), sfi, expected);
    };
    return card.send(file, command, fileNotReached());
  }

  Result<apdu::Response> byIdentifier(std::uint8_t tag, std::size_t expected) {
    const auto command = [=](std::uint8_t sfi) {
      return apdu::Command::readRecordByIdentifier(tag, sfi, expected);
    };
    return card.send(file, command);
  }

  Result<apdu::Response> next(std::uint8_t tag, std::size_t expected) {
    return card.send(file, [=](std::uint8_t) { return readNextOccurrence(tag, expected); });
  }
};

// A record that is longer than the map says comes cut off: asked for with the largest Le, a card gives all of
// it (or names the right Le).
template <class Read>
Result<void> readInto(Reading& reading, Records& into, std::size_t expected, const Read& read) {
  Result<apdu::Response> response = read(expected);
  if (!response) return tl::unexpected(response.error());
  auto added = into.add(response->data());
  if (!added && added.error().fault == apdu::ParseFault::truncated) {
    response = read(kMost);
    if (!response) return tl::unexpected(response.error());
    added = into.add(response->data());
  }
  if (!added) return tl::unexpected(reading.damaged());
  return {};
}

// The next occurrence (§11.4.2). Asked for once: a second READ RECORD would be about the one behind it.
Result<void> readNext(Reading& reading, std::uint8_t tag, std::size_t expected, Records& into) {
  const auto response = reading.next(tag, expected);
  if (!response) return tl::unexpected(response.error());
  if (!into.add(response->data())) return tl::unexpected(reading.damaged());
  return {};
}

// The first occurrence, then the next ones as far as the card has them and knows how to go on.
Result<void> readOccurrences(Reading& reading, const cardspec::Field& field, Records& into) {
  const std::size_t expected = 2U + field.length;
  auto read = readInto(reading, into, expected,
                       [&](std::size_t count) { return reading.byIdentifier(field.tag, count); });
  if (!read) return meansNoRecord(read.error()) ? Result<void>() : std::move(read);
  for (unsigned occurrence = 2; occurrence <= field.occurrences; ++occurrence) {
    read = readNext(reading, field.tag, expected, into);
    if (!read && (meansNoRecord(read.error()) || meansModeUnknown(read.error()))) return {};
    if (!read) return read;
  }
  return {};
}

Result<void> readByIdentifiers(Reading& reading, Records& into) {
  for (const cardspec::Field& field : reading.file.fields) {
    if (auto read = readOccurrences(reading, field, into); !read) return read;
  }
  return {};
}

using Values = std::vector<std::optional<crypto::SecretBytes>>;

// The whole records that `bytes` begins with, as long as their identifiers are those of the layout from
// `first` on.
std::vector<apdu::ByteView> recordsAsLaid(apdu::ByteView bytes, const RecordLayout& layout, RecordRun run) {
  std::vector<apdu::ByteView> values;
  apdu::Cursor in(bytes);
  for (std::size_t index = run.first; index <= run.last; ++index) {
    const auto tag = in.takeByte();
    if (!tag || *tag != layout.at(index).tag) break;
    auto length = in.takeNumber(1);
    if (length && *length == 0xFF) length = in.takeNumber(2);
    const auto value = length ? in.take(static_cast<std::size_t>(*length)) : tl::unexpected(length.error());
    if (!value) break;
    values.push_back(*value);
  }
  return values;
}

// Fills what the run brings. False: this card does not read so, or keeps its records in another order.
Result<bool> readRun(Reading& reading, const RecordLayout& layout, RecordRun run,
                     std::span<const RecordKey> keys, Values& values) {
  const std::size_t expected = std::min(layout.bytesOf(run.first, run.last), kMost);
  const auto response = reading.fromNumber(run.first + 1, expected);
  if (!response && (meansModeUnknown(response.error()) || meansNoRecord(response.error()))) return false;
  if (!response) return tl::unexpected(response.error());
  const auto records = recordsAsLaid(response->data(), layout, run);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto index = layout.find(keys[i]);
    if (index && *index >= run.first && *index - run.first < records.size())
      values[i].emplace(records[*index - run.first]);
  }
  return records.size() == run.last - run.first + 1;
}

Result<void> readRuns(Reading& reading, std::span<const RecordKey> keys, Values& values) {
  const RecordLayout layout(reading.file);
  std::vector<std::size_t> wanted;
  for (const RecordKey key : keys) {
    if (const auto index = layout.find(key)) wanted.push_back(*index);
  }
  for (const RecordRun run : fewestRuns(layout, std::move(wanted))) {
    if (run.last >= kMostRecords) return {};
    // One first occurrence is as cheap by its identifier, which no order can shift.
    if (run.first == run.last && layout.at(run.first).occurrence == 1) continue;
    const auto read = readRun(reading, layout, run, keys, values);
    if (!read) return tl::unexpected(read.error());
    if (!*read) return {};
  }
  return {};
}

std::size_t definedBytes(const cardspec::File& file, std::uint8_t tag) {
  const cardspec::Field* field = cardspec::findField(file, tag);
  return field == nullptr ? kMost : 2U + field->length;
}

Result<crypto::SecretBytes> readByIdentifier(Reading& reading, RecordKey key) {
  const std::size_t expected = definedBytes(reading.file, key.tag);
  Records found;
  auto read = readInto(reading, found, expected,
                       [&](std::size_t count) { return reading.byIdentifier(key.tag, count); });
  for (unsigned occurrence = 2; read && occurrence <= key.occurrence; ++occurrence) {
    found = {};
    read = readNext(reading, key.tag, expected, found);
  }
  if (!read) return tl::unexpected(read.error());
  if (found.count() != 1 || !found.has(key.tag)) return tl::unexpected(reading.damaged());
  return crypto::SecretBytes(found.value(key.tag));
}

}  // namespace

// Asks for all records at once, as many whole ones as fit a response, and goes on behind the last.
Result<bool> readInOrder(Navigation& card, const cardspec::File& file, Records& into) {
  Reading reading{card, file};
  const RecordLayout layout(file);
  while (into.count() < std::min(layout.count(), kMostRecords)) {
    const std::size_t before = into.count();
    const std::size_t expected = std::min(layout.bytesOf(before, layout.lastTogether(before)), kMost);
    const auto read = readInto(reading, into, expected,
                               [&](std::size_t count) { return reading.fromNumber(before + 1, count); });
    if (!read && before == 0 && meansModeUnknown(read.error())) return false;
    if (!read && meansNoRecord(read.error())) return true;
    if (!read) return tl::unexpected(read.error());
    if (into.count() == before) return tl::unexpected(reading.damaged());
  }
  return true;
}

Result<Records> readAll(Navigation& card, const cardspec::File& file) {
  Records records;
  const auto whole = readInOrder(card, file, records);
  if (!whole) return tl::unexpected(whole.error());
  if (*whole) return records;
  Reading reading{card, file};
  if (const auto single = readByIdentifiers(reading, records); !single) return tl::unexpected(single.error());
  return records;
}

Result<std::vector<crypto::SecretBytes>> readFields(Navigation& card, const cardspec::File& file,
                                                    std::span<const RecordKey> keys) {
  Reading reading{card, file};
  Values values(keys.size());
  if (const auto runs = readRuns(reading, keys, values); !runs) return tl::unexpected(runs.error());
  std::vector<crypto::SecretBytes> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (values[i]) {
      out.push_back(std::move(*values[i]));
      continue;
    }
    auto single = readByIdentifier(reading, keys[i]);
    if (!single) return tl::unexpected(single.error());
    out.push_back(std::move(*single));
  }
  return out;
}

Result<crypto::SecretBytes> readField(Navigation& card, const cardspec::File& file, RecordKey key) {
  auto values = readFields(card, file, {&key, 1});
  if (!values) return tl::unexpected(values.error());
  return std::move(values->front());
}

}  // namespace ssc::card
