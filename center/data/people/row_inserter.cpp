#include "center/data/people/row_inserter.hpp"

#include <algorithm>
#include <vector>

namespace ssc::center {
namespace {

constexpr std::size_t kRowsPerInsert = 500;

std::string insertInto(const std::string& table, const std::string& columns) {
  return "INSERT INTO " + table + " (" + columns + ") VALUES ";
}

/// Prepared once; each row is bound and executed.
class BoundInserter final : public RowInserter {
 public:
  BoundInserter(soci::session& sql, const std::string& table, const std::string& columns)
      : cells_(static_cast<std::size_t>(std::ranges::count(columns, ',')) + 1), statement_(sql) {
    std::string places;
    for (auto& cell : cells_) {
      places += (places.empty() ? ":c" : ", :c") + std::to_string(&cell - cells_.data());
      statement_.exchange(soci::use(cell));
    }
    statement_.alloc();
    statement_.prepare(insertInto(table, columns) + '(' + places + ')');
    statement_.define_and_bind();
  }

  void add(std::span<const std::string> cells) override {
    std::ranges::copy(cells, cells_.begin());
    statement_.execute(true);
  }
  bool full() const override { return false; }
  void send() override {}

 private:
  std::vector<std::string> cells_;  // where the statement looks
  soci::statement statement_;
};

/// Collects the text of one INSERT.
class ManyRowsInserter final : public RowInserter {
 public:
  ManyRowsInserter(soci::session& sql, const std::string& table, const std::string& columns)
      : sql_(sql), head_(insertInto(table, columns)) {}

  void add(std::span<const std::string> cells) override {
    rows_ += count_++ == 0 ? "(" : ", (";
    for (const auto& cell : cells) {
      if (&cell != cells.data()) rows_ += ',';
      appendQuoted(cell);
    }
    rows_ += ')';
  }
  bool full() const override { return count_ >= kRowsPerInsert; }
  void send() override {
    if (count_ == 0) return;
    sql_ << head_ + rows_;
    rows_.clear();
    count_ = 0;
  }

 private:
  void appendQuoted(const std::string& cell) {
    rows_ += '\'';
    for (const char c : cell) {
      if (c == '\'') rows_ += '\'';
      rows_ += c;
    }
    rows_ += '\'';
  }

  soci::session& sql_;
  std::string head_, rows_;
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<RowInserter> rowInserter(soci::session& sql, const std::string& table,
                                         const std::string& columns) {
  if (sql.get_backend_name() == "sqlite3") return std::make_unique<BoundInserter>(sql, table, columns);
  return std::make_unique<ManyRowsInserter>(sql, table, columns);
}

}  // namespace ssc::center
