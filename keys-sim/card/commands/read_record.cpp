// READ RECORD (ISO/IEC 7816-4 §11.3.3). P2: short identifier in the high five bits, mode in the low three.
#include <algorithm>
#include <array>

#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/current_file.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using apdu::Response;
using Place = std::optional<std::size_t>;  // index of a record

constexpr std::size_t kMaxAnswer = 256;
constexpr std::uint8_t kCurrentRecord = 0x00;  // P1 of the number modes; "any" for the identifier modes

struct Request {
  const ElementaryFile& file;
  const Place& pointer;
  std::uint8_t p1;
};

bool fits(const Request& request, std::size_t index) {
  if (request.p1 == 0) return true;
  return request.file.hasIdentifiers() && request.file.records[index].front() == request.p1;
}

Place searchForward(const Request& request, std::size_t from) {
  for (std::size_t i = from; i < request.file.records.size(); ++i)
    if (fits(request, i)) return i;
  return std::nullopt;
}

Place searchBackward(const Request& request, std::size_t end) {
  for (std::size_t i = std::min(end, request.file.records.size()); i > 0; --i)
    if (fits(request, i - 1)) return i - 1;
  return std::nullopt;
}

Place firstOccurrence(const Request& request) {
  return searchForward(request, 0);
}
Place lastOccurrence(const Request& request) {
  return searchBackward(request, request.file.records.size());
}

// Without a current record, next is the first and previous the last (§7.3.3).
Place nextOccurrence(const Request& request) {
  return searchForward(request, request.pointer ? *request.pointer + 1 : 0);
}
Place previousOccurrence(const Request& request) {
  return searchBackward(request, request.pointer ? *request.pointer : request.file.records.size());
}

Place byNumber(const Request& request) {
  if (request.p1 == kCurrentRecord) return request.pointer;
  const std::size_t index = request.p1 - 1U;
  return index < request.file.records.size() ? Place(index) : std::nullopt;
}

Response oneRecord(const Request& request, std::size_t index) {
  return {request.file.records[index], apdu::sw::kOk};
}

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

Response fromRecordToLast(const Request& request, std::size_t index) {
  return wholeRecords(request.file, index, request.file.records.size() - 1);
}
Response fromLastToRecord(const Request& request, std::size_t index) {
  return wholeRecords(request.file, request.file.records.size() - 1, index);
}

struct Mode {
  Place (*find)(const Request&);
  Response (*answer)(const Request&, std::size_t);
  bool movesPointer;  // identifier modes do, number modes do not
};

constexpr std::array<Mode, 7> kModes{{
    {firstOccurrence, oneRecord, true},     // 000 first with identifier P1
    {lastOccurrence, oneRecord, true},      // 001 last
    {nextOccurrence, oneRecord, true},      // 010 next
    {previousOccurrence, oneRecord, true},  // 011 previous
    {byNumber, oneRecord, false},           // 100 record P1
    {byNumber, fromRecordToLast, false},    // 101 P1 to last
    {byNumber, fromLastToRecord, false},    // 110 last to P1
}};

}  // namespace

bool acceptsRecordParameters(const apdu::Header& header) {
  return header.p1 != 0xFF && (header.p2 & 0x07) < kModes.size() && (header.p2 >> 3) != 0x1F;
}

Response readRecord(CardOs& card, const apdu::Command& command) {
  const auto& header = command.header();
  const auto file = fileToRead(card, header.p2 >> 3, true);
  if (!file) return status(file.error());
  const Mode& mode = kModes[header.p2 & 0x07];
  const Request request{**file, card.state().recordPointer, header.p1};
  const Place place = mode.find(request);
  if (!place) return status(apdu::sw::kRecordNotFound);
  Response answer = mode.answer(request, *place);
  if (mode.movesPointer) card.state().recordPointer = place;
  return answer;
}

}  // namespace ssc::sim
