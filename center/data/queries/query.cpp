#include "center/data/queries/query.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "center/data/dialect.hpp"
#include "center/data/people/calendar.hpp"

namespace ssc::center {
namespace {

constexpr int kMonthsShown = 24;
constexpr std::string_view kBeforeAll = "0000-00-00", kAfterAll = "9999-99-99";

/// What the SQL of a view is given.
struct Parameters {
  std::string subject, today, months24, from, to;
};

struct Bounds {
  std::string from, to;
};

// A month stands for its first day, or for its last.
std::optional<std::string> bound(const std::string& text, std::string_view open, bool isEnd) {
  if (text.empty()) return std::string(open);
  if (parseDay(text)) return text;
  const auto first = parseDay(text + "-01");
  if (!first) return std::nullopt;
  return dayText(isEnd ? monthsLater(*first, 1) - std::chrono::days(1) : *first);
}

std::optional<Bounds> boundsOf(const QueryRequest& request) {
  auto from = bound(request.from, kBeforeAll, false), to = bound(request.to, kAfterAll, true);
  if (!from || !to || *from > *to) return std::nullopt;
  return Bounds{*std::move(from), *std::move(to)};
}

std::string selectOf(const QueryView& view, unsigned page) {
  std::string columns;
  for (const auto& column : view.columns)
    columns += (columns.empty() ? "\"" : ", \"") + std::string(column.id) + '"';
  std::string select = "SELECT " + columns + " FROM (" + std::string(view.sql) + ") AS list";
  // The bounds are cut to the length of the column: a month is compared with months, a year with years. A
  // time is longer than a day, and belongs to its day.
  if (const std::string period(view.period); !period.empty())
    select += " WHERE substr(" + period + ", 1, 10) BETWEEN substr(:from, 1, length(" + period +
              ")) AND substr(:to, 1, length(" + period + "))";
  // One row more than a page says whether there is another.
  return select + " ORDER BY " + std::string(view.order) + " LIMIT " + std::to_string(kQueryPageRows + 1) +
         " OFFSET " + std::to_string(page * kQueryPageRows);
}

bool mentions(std::string_view select, std::string_view parameter) {
  for (auto at = select.find(parameter); at != std::string_view::npos; at = select.find(parameter, at + 1)) {
    const auto end = at + parameter.size();
    if (end == select.size() || std::isalnum(static_cast<unsigned char>(select[end])) == 0) return true;
  }
  return false;
}

// Only what the text mentions: SQLite refuses to bind more.
void bind(soci::statement& statement, const std::string& select, const Parameters& parameters) {
  const std::array<std::pair<const char*, const std::string*>, 5> all{{{"subject", &parameters.subject},
                                                                       {"today", &parameters.today},
                                                                       {"months24", &parameters.months24},
                                                                       {"from", &parameters.from},
                                                                       {"to", &parameters.to}}};
  for (const auto& [name, value] : all)
    if (mentions(select, std::string(":") + name)) statement.exchange(soci::use(*value, name));
}

std::string yuanText(const std::string& fen) {
  std::int64_t value = 0;
  std::from_chars(fen.data(), fen.data() + fen.size(), value);
  const auto amount = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto cents = std::to_string(100 + amount % 100).substr(1);
  return (value < 0 ? "-" : "") + std::to_string(amount / 100) + '.' + cents;
}

std::string cellOf(const std::string& value, CellKind kind) {
  return kind == CellKind::money ? yuanText(value) : value;
}

std::vector<std::vector<std::string>> fetch(soci::session& sql, const QueryView& view,
                                            const std::string& select, const Parameters& parameters) {
  std::vector<std::string> cells(view.columns.size());
  soci::statement statement(sql);
  for (auto& cell : cells)
    statement.exchange(soci::into(cell));
  bind(statement, select, parameters);
  statement.alloc();
  statement.prepare(select);
  statement.define_and_bind();

  std::vector<std::vector<std::string>> rows;
  for (bool got = statement.execute(true); got; got = statement.fetch()) {
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i)
      row.push_back(cellOf(cells[i], view.columns[i].kind));
  }
  return rows;
}

Backend backendOf(const soci::session& sql) {
  return sql.get_backend_name() == "postgresql" ? Backend::postgresql : Backend::sqlite;
}

// The view by its name, the first when none is asked for.
const QueryView* viewOf(std::span<const QueryView> all, std::string_view id) {
  const auto found = id.empty() ? all.begin() : std::ranges::find(all, id, &QueryView::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::string_view toString(CellKind kind) {
  static constexpr std::array<std::string_view, 8> kNames{"text", "code",  "name",   "account",
                                                          "date", "month", "number", "money"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view toString(QueryRefusal refusal) {
  static constexpr std::array<std::string_view, 4> kNames{"unknownItem", "unknownView", "badPeriod",
                                                          "badPage"};
  return kNames[static_cast<std::size_t>(refusal)];
}

tl::expected<QueryPage, QueryRefusal> runQuery(soci::session& sql, const QueryRequest& request) {
  const auto all = views(request.item);
  if (all.empty()) return tl::unexpected(QueryRefusal::unknownItem);
  const auto* const view = viewOf(all, request.view);
  if (view == nullptr) return tl::unexpected(QueryRefusal::unknownView);
  const auto today = parseDay(request.today);
  const auto bounds = boundsOf(request);
  if (!today || !bounds) return tl::unexpected(QueryRefusal::badPeriod);
  if (request.page >= kMostQueryPages) return tl::unexpected(QueryRefusal::badPage);

  const Parameters parameters{request.subject, request.today, monthText(monthOf(*today) - kMonthsShown + 1),
                              bounds->from, bounds->to};
  auto rows = fetch(sql, *view, inDialect(backendOf(sql), selectOf(*view, request.page)), parameters);
  const bool more = rows.size() > kQueryPageRows;
  if (more) rows.pop_back();
  return QueryPage{view->columns, std::move(rows), more};
}

void addCreditLook(soci::session& sql, const std::string& subject, const std::string& source,
                   const std::string& today) {
  int last = 0;
  sql << "SELECT COALESCE(MAX(seq), 0) FROM credit_record WHERE aac002 = :subject", soci::into(last),
      soci::use(subject, "subject");
  const int seq = last + 1;
  sql << "INSERT INTO credit_record (aac002, seq, record_kind, source, date) "
         "VALUES (:subject, :seq, 'look', :source, :today)",
      soci::use(subject, "subject"), soci::use(seq, "seq"), soci::use(source, "source"),
      soci::use(today, "today");
}

}  // namespace ssc::center
