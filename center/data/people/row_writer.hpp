// Many rows quickly, in either database: rows of one table are collected and go out as one INSERT of many
// rows.
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <soci/soci.h>
#include <string>
#include <string_view>

namespace ssc::center {

/// A table of one row set per person. Declared once as a constant: its address tells sets apart.
struct RowSet {
  std::string_view table;
  std::string_view columns;  ///< besides aac002 and seq, separated by commas
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
    rawRow(persons(), number, values...);
  }

  /// A row of the current person; numbered 1, 2, 3 … within the set.
  template <class... Values>
  void add(const RowSet& set, const Values&... values) {
    auto& pending = pendingOf(set);
    pending.seq = pending.person == person_ ? pending.seq + 1 : 1;
    pending.person = person_;
    appendRow(pending, number_, pending.seq, values...);
  }

  /// A row of a table that is not numbered per person; `columns` are all its columns.
  template <class... Values>
  void rawRow(const RowSet& set, const Values&... values) {
    appendRow(pendingOf(set), values...);
  }

  /// Everything that is still here goes out.
  void finish();

 private:
  struct Pending {
    const RowSet* set;
    bool raw;
    std::uint64_t person = 0;
    int seq = 0;
    std::size_t rows = 0;
    std::string values;
  };

  static const RowSet& persons();
  Pending& pendingOf(const RowSet& set);
  void open(Pending& pending);
  void close(Pending& pending);
  void send(Pending& pending);

  static void append(std::string& out, std::string_view text);
  static void append(std::string& out, std::integral auto number) { out += std::to_string(number); }

  template <class First, class... Rest>
  void appendRow(Pending& pending, const First& first, const Rest&... rest) {
    open(pending);
    append(pending.values, first);
    ((pending.values += ',', append(pending.values, rest)), ...);
    close(pending);
  }

  soci::session& sql_;
  std::string number_;
  std::uint64_t person_ = 0;
  std::deque<Pending> pending_;
};

}  // namespace ssc::center
