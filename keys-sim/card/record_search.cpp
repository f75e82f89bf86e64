#include "keys-sim/card/record_search.hpp"

#include <algorithm>
#include <array>

namespace ssc::sim {
namespace {

using Place = std::optional<std::size_t>;

bool fits(const RecordAddress& address, std::size_t index) {
  if (address.p1 == 0) return true;
  return address.file.hasIdentifiers() && address.file.records[index].front() == address.p1;
}

Place searchForward(const RecordAddress& address, std::size_t from) {
  for (std::size_t i = from; i < address.file.records.size(); ++i)
    if (fits(address, i)) return i;
  return std::nullopt;
}

Place searchBackward(const RecordAddress& address, std::size_t end) {
  for (std::size_t i = std::min(end, address.file.records.size()); i > 0; --i)
    if (fits(address, i - 1)) return i - 1;
  return std::nullopt;
}

Place first(const RecordAddress& address) {
  return searchForward(address, 0);
}
Place last(const RecordAddress& address) {
  return searchBackward(address, address.file.records.size());
}
Place next(const RecordAddress& address) {
  return searchForward(address, address.current ? *address.current + 1 : 0);
}
Place previous(const RecordAddress& address) {
  return searchBackward(address, address.current ? *address.current : address.file.records.size());
}

Place byNumber(const RecordAddress& address) {
  if (address.p1 == 0) return address.current;
  const std::size_t index = address.p1 - 1U;
  return index < address.file.records.size() ? Place(index) : std::nullopt;
}

using Finder = Place (*)(const RecordAddress&);
constexpr std::array<Finder, 7> kFinders{first, last, next, previous, byNumber, byNumber, byNumber};

}  // namespace

RecordMode recordModeOf(const apdu::Header& header) {
  return static_cast<RecordMode>(header.p2 & 0x07);
}

std::optional<std::size_t> findRecord(RecordMode mode, const RecordAddress& address) {
  return kFinders[static_cast<std::size_t>(mode)](address);
}

}  // namespace ssc::sim
