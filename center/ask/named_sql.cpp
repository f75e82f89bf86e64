#include "center/ask/named_sql.hpp"

#include <charconv>
#include <cstdint>
#include <set>

#include "center/data/dialect.hpp"

namespace ssc::center {
namespace {

bool isNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Names that stand after a colon outside of quotes.
std::set<std::string, std::less<>> namesIn(std::string_view text) {
  std::set<std::string, std::less<>> names;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (quoted || text[at] != ':') continue;
    const std::size_t begin = at + 1;
    std::size_t end = begin;
    while (end < text.size() && isNamePart(text[end]))
      ++end;
    if (end > begin) names.emplace(text.substr(begin, end - begin));
  }
  return names;
}

// SQLite refuses to bind what a text does not mention.
void bindNames(soci::statement& statement, std::string_view text, const Values& values) {
  for (const std::string& name : namesIn(text))
    statement.exchange(soci::use(values.at(name), name));
}

std::string inDialectOf(const soci::session& sql, std::string_view text) {
  return inDialect(sql.get_backend_name() == "postgresql" ? Backend::postgresql : Backend::sqlite, text);
}

void prepare(soci::statement& statement, const std::string& text, const Values& values) {
  bindNames(statement, text, values);
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
}

std::string textOf(const soci::row& row, std::size_t column) {
  if (row.get_indicator(column) == soci::i_null) return {};
  switch (row.get_properties(column).get_data_type()) {
    case soci::dt_integer:
      return std::to_string(row.get<int>(column));
    case soci::dt_long_long:
      return std::to_string(row.get<long long>(column));
    default:
      return row.get<std::string>(column);
  }
}

std::string yuanText(const std::string& fen) {
  std::int64_t value = 0;
  std::from_chars(fen.data(), fen.data() + fen.size(), value);
  const auto amount = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return (value < 0 ? "-" : "") + std::to_string(amount / 100) + '.' +
         std::to_string(100 + amount % 100).substr(1);
}

std::string selectOf(std::string_view text, std::string_view order, std::span<const Column> columns,
                     std::size_t most) {
  std::string names;
  for (const Column& column : columns)
    names += (names.empty() ? "\"" : ", \"") + std::string(column.id) + '"';
  std::string select = "SELECT " + names + " FROM (" + std::string(text) + ") AS list";
  if (!order.empty()) select += " ORDER BY " + std::string(order);
  return select + " LIMIT " + std::to_string(most);
}

}  // namespace

std::optional<Values> firstRow(soci::session& sql, std::string_view text, const Values& values) {
  soci::row row;
  soci::statement statement(sql);
  statement.exchange(soci::into(row));
  prepare(statement, inDialectOf(sql, text), values);
  if (!statement.execute(true)) return std::nullopt;
  Values cells;
  for (std::size_t column = 0; column < row.size(); ++column)
    cells[row.get_properties(column).get_name()] = textOf(row, column);
  return cells;
}

std::vector<std::vector<std::string>> rowsOf(soci::session& sql, std::string_view text,
                                             std::string_view order, std::span<const Column> columns,
                                             const Values& values, std::size_t most) {
  std::vector<std::string> cells(columns.size());
  soci::statement statement(sql);
  for (auto& cell : cells)
    statement.exchange(soci::into(cell));
  prepare(statement, inDialectOf(sql, selectOf(text, order, columns, most)), values);
  std::vector<std::vector<std::string>> rows;
  for (bool got = statement.execute(true); got; got = statement.fetch()) {
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i)
      row.push_back(columns[i].kind == CellKind::money ? yuanText(cells[i]) : cells[i]);
  }
  return rows;
}

void runStatement(soci::session& sql, std::string_view text, const Values& values) {
  soci::statement statement(sql);
  prepare(statement, inDialectOf(sql, text), values);
  statement.execute(true);
}

}  // namespace ssc::center
