#include "hostlib/card/record_layout.hpp"

#include <algorithm>

#include "apdu/command.hpp"

namespace ssc::card {

RecordLayout::RecordLayout(const cardspec::File& file) {
  for (const cardspec::Field& field : file.fields) {
    for (std::uint8_t occurrence = 1; occurrence <= field.occurrences; ++occurrence)
      rows_.push_back({{field.tag, occurrence}, 2U + field.length});
  }
}

std::optional<std::size_t> RecordLayout::find(RecordKey key) const {
  const auto row = std::ranges::find(rows_, key, &Row::key);
  if (row == rows_.end()) return std::nullopt;
  return static_cast<std::size_t>(row - rows_.begin());
}

std::size_t RecordLayout::bytesOf(std::size_t first, std::size_t last) const {
  std::size_t total = 0;
  for (std::size_t index = first; index <= last; ++index)
    total += bytesOf(index);
  return total;
}

std::size_t RecordLayout::lastTogether(std::size_t first) const {
  std::size_t last = first;
  std::size_t total = bytesOf(first);
  while (last + 1 < count() && total + bytesOf(last + 1) <= apdu::Command::kMaxShortExpected)
    total += bytesOf(++last);
  return last;
}

// From the first wanted record as far as an answer reaches, then from the next one that is missing: no other
// division needs fewer runs.
std::vector<RecordRun> fewestRuns(const RecordLayout& layout, std::vector<std::size_t> wanted) {
  std::ranges::sort(wanted);
  std::vector<RecordRun> runs;
  std::size_t end = 0;
  for (const std::size_t index : wanted) {
    if (runs.empty() || index > end) {
      runs.push_back({index, index});
      end = layout.lastTogether(index);
    }
    runs.back().last = index;
  }
  return runs;
}

}  // namespace ssc::card
