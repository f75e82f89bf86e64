#include "center/data/people/row_writer.hpp"

#include <algorithm>

namespace ssc::center {
namespace {

constexpr std::size_t kRowsPerInsert = 1000;

constexpr RowSet kPersons{"persons", "aac002, aac003, sex, birth_date, aac067, address, situation, dead_on"};

}  // namespace

const RowSet& RowWriter::persons() {
  return kPersons;
}

RowWriter::Pending& RowWriter::pendingOf(const RowSet& set) {
  const auto found = std::ranges::find(pending_, &set, &Pending::set);
  if (found != pending_.end()) return *found;
  return pending_.emplace_back(Pending{.set = &set, .raw = set.columns.starts_with("aa"), .values = {}});
}

void RowWriter::open(Pending& pending) {
  pending.values += pending.rows == 0 ? "(" : ",(";
}

void RowWriter::close(Pending& pending) {
  pending.values += ')';
  if (++pending.rows < kRowsPerInsert) return;
  if (pending.set != &kPersons) send(pendingOf(kPersons));
  send(pending);
}

void RowWriter::send(Pending& pending) {
  if (pending.rows == 0) return;
  std::string statement = "INSERT INTO ";
  statement.reserve(pending.values.size() + 256);
  statement += pending.set->table;
  statement += pending.raw ? " (" : " (aac002, seq, ";
  statement += pending.set->columns;
  statement += ") VALUES ";
  statement += pending.values;
  sql_ << statement;
  pending.values.clear();
  pending.rows = 0;
}

void RowWriter::append(std::string& out, std::string_view text) {
  out += '\'';
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
}

void RowWriter::finish() {
  send(pendingOf(kPersons));
  for (auto& pending : pending_)
    send(pending);
}

}  // namespace ssc::center
