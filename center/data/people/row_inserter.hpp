// How rows of one table go into the database fastest: bound one by one where the database is in the process,
// many in one INSERT where it is a round trip away.
#pragma once

#include <memory>
#include <soci/soci.h>
#include <span>
#include <string>

namespace ssc::center {

/// Throws what SOCI throws.
class RowInserter {
 public:
  RowInserter() = default;
  RowInserter(const RowInserter&) = delete;
  RowInserter& operator=(const RowInserter&) = delete;
  virtual ~RowInserter() = default;

  /// A cell per column. Numbers are texts too: the column says what they are.
  virtual void add(std::span<const std::string> cells) = 0;
  /// Enough rows wait to be sent.
  virtual bool full() const = 0;
  virtual void send() = 0;
};

/// `columns`: names, separated by commas.
std::unique_ptr<RowInserter> rowInserter(soci::session& sql, const std::string& table,
                                         const std::string& columns);

}  // namespace ssc::center
