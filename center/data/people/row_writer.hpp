// Rows of people, set by set, as the files that make them write them.
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <memory>
#include <soci/soci.h>
#include <string>
#include <string_view>
#include <vector>

#include "center/data/people/row_inserter.hpp"

namespace ssc::center {

/// A table. Declared once as a constant: its address tells sets apart.
struct RowSet {
  std::string_view table;
  std::string_view columns;  ///< separated by commas; of a set of a person's rows without aac002 and seq
};

/// Throws what SOCI throws. Persons go out before what refers to them.
class RowWriter {
 public:
  explicit RowWriter(soci::session& sql) : sql_(sql) {}

  /// The person whose rows follow, and the values of the row in `persons` after the number.
  template <class... Values>
  void person(std::string_view number, const Values&... values) {
    number_ = number;
    ++person_;
    plainRow(persons(), number, values...);
  }

  /// A row of the current person; numbered 1, 2, 3 … within the set.
  template <class... Values>
  void add(const RowSet& set, const Values&... values) {
    auto& table = tableOf(set, "aac002, seq, ");
    table.seq = table.person == person_ ? table.seq + 1 : 1;
    table.person = person_;
    write(table, number_, table.seq, values...);
  }

  /// A row of a table that is not numbered per person.
  template <class... Values>
  void plainRow(const RowSet& set, const Values&... values) {
    write(tableOf(set, ""), values...);
  }

  /// What still waits goes out.
  void finish();

 private:
  struct Table {
    const RowSet* set;
    std::unique_ptr<RowInserter> inserter;
    std::uint64_t person = 0;  // of the last row
    int seq = 0;
  };

  static const RowSet& persons();
  Table& tableOf(const RowSet& set, std::string_view numbering);
  void sendIfFull(Table& table);

  void put(std::string_view text) { nextCell().assign(text); }
  void put(std::integral auto number) { nextCell() = std::to_string(number); }
  std::string& nextCell() {
    if (used_ == cells_.size()) cells_.emplace_back();
    return cells_[used_++];
  }

  template <class... Values>
  void write(Table& table, const Values&... values) {
    used_ = 0;
    (put(values), ...);
    table.inserter->add(std::span(cells_).first(used_));
    sendIfFull(table);
  }

  soci::session& sql_;
  std::string number_;
  std::uint64_t person_ = 0;
  std::vector<std::string> cells_;  // of the row in work; kept for their memory
  std::size_t used_ = 0;
  std::deque<Table> tables_;
};

}  // namespace ssc::center
