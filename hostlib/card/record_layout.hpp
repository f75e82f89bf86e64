// The records of a file in the order of the file map: which identifier a record number stands for, and how
// many bytes a run of records takes. Cards are created in this order, but not all keep to it: whoever reads
// by number checks tags.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "card-spec/tables.hpp"
#include "hostlib/card/records.hpp"

namespace ssc::card {

/// Which record of a file: its identifier, and which one of those with that identifier (1 = first).
struct RecordKey {
  std::uint8_t tag = 0;
  std::uint8_t occurrence = 1;
  friend constexpr bool operator==(RecordKey, RecordKey) = default;
};

class RecordLayout {
 public:
  explicit RecordLayout(const cardspec::File& file);

  [[nodiscard]] std::size_t count() const { return rows_.size(); }
  /// Index 0 is record number 1.
  [[nodiscard]] RecordKey at(std::size_t index) const { return rows_[index].key; }
  [[nodiscard]] std::optional<std::size_t> find(RecordKey key) const;
  /// Tag, length and value of one record as the map defines it.
  [[nodiscard]] std::size_t bytesOf(std::size_t index) const { return rows_[index].bytes; }
  /// Bytes of the records first…last, both included.
  [[nodiscard]] std::size_t bytesOf(std::size_t first, std::size_t last) const;
  /// The last index of the whole records from `first` on that one answer of 256 bytes holds; at least
  /// `first`.
  [[nodiscard]] std::size_t lastTogether(std::size_t first) const;

 private:
  struct Row {
    RecordKey key;
    std::size_t bytes = 0;
  };
  std::vector<Row> rows_;
};

/// Record numbers first…last (indexes of the layout) that one READ RECORD answer holds.
struct RecordRun {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// The fewest runs that hold all wanted records; `wanted` are indexes, in any order.
std::vector<RecordRun> fewestRuns(const RecordLayout& layout, std::vector<std::size_t> wanted);

}  // namespace ssc::card
