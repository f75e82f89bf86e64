#include "hostlib/journal/view.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "hostlib/journal/sqlite.hpp"

namespace ssc::journal {
namespace {

constexpr std::string_view kTypes = "SAURVE";

std::string_view firstStateOf(settlement::RecordType type) {
  switch (type) {
    case settlement::RecordType::aborted:
      return "ABORTED";
    case settlement::RecordType::unknown:
      return "UNKNOWN";
    case settlement::RecordType::exception:
      return "OPEN";
    default:
      return "COMMITTED";
  }
}

Result<Database> openToRead(const std::filesystem::path& file) {
  auto database = Database::open(file.string(), Database::Mode::read, nullptr);
  if (!database) return database;
  if (auto begun = database->run("BEGIN"); !begun) return tl::unexpected(begun.error());
  return database;
}

template <class Each>
Result<void> forEach(Database& database, std::string_view sql, const Each& each) {
  auto rows = database.prepare(sql);
  if (!rows) return tl::unexpected(rows.error());
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    if (!each(*rows)) return failed(Fault::broken, "a record cannot be read");
  }
}

}  // namespace

Result<std::vector<Entry>> lastEntries(const std::filesystem::path& file, std::uint32_t before,
                                       std::size_t most) {
  auto database = openToRead(file);
  if (!database) return tl::unexpected(database.error());
  auto rows = database->prepare(
      "SELECT r.canonical, COALESCE(s.state, ''), COALESCE(s.time, ''), COALESCE(s.cause, '') FROM records r "
      "LEFT JOIN states s ON s.id = (SELECT MAX(id) FROM states WHERE seq = r.seq) "
      "WHERE ?1 = 0 OR r.seq < ?1 ORDER BY r.seq DESC LIMIT ?2");
  if (!rows) return tl::unexpected(rows.error());
  rows->bind(1, std::int64_t{before}).bind(2, static_cast<std::int64_t>(most));
  std::vector<Entry> entries;
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return entries;
    auto record = settlement::parseRecord(rows->view(0));
    if (!record) return failed(Fault::broken, "a record cannot be read");
    Entry entry{std::move(*record), rows->text(1), rows->text(2), rows->text(3)};
    if (entry.state.empty()) {
      entry.state = firstStateOf(entry.record.type);
      entry.since = entry.record.time;
    }
    entries.push_back(std::move(entry));
  }
}

Result<Stats> statsOf(const std::filesystem::path& file) {
  auto database = openToRead(file);
  if (!database) return tl::unexpected(database.error());
  Stats stats;
  std::map<char, Stats::OfType> types;
  auto done =
      forEach(*database, "SELECT terminal_id, institution FROM identity",
              [&](const Statement& row) {
                stats.identity = {row.text(0), row.text(1)};
                return true;
              })
          .and_then([&] {
            return forEach(*database, "SELECT canonical FROM records", [&](const Statement& row) {
              const auto record = settlement::parseRecord(row.view(0));
              if (!record) return false;
              Stats::OfType& sums = types[static_cast<char>(record->type)];
              ++sums.count;
              sums.total += record->amounts.total;
              sums.account += record->amounts.account;
              sums.cash += record->amounts.cash;
              return true;
            });
          })
          .and_then([&] {
            return forEach(*database,
                           "SELECT (SELECT COUNT(*) FROM records r WHERE NOT EXISTS (SELECT 1 FROM states s "
                           "WHERE s.seq = r.seq)), (SELECT COUNT(*) FROM open_rows), "
                           "(SELECT COUNT(*) FROM heads), (SELECT COUNT(*) FROM epochs)",
                           [&](const Statement& row) {
                             stats.waiting = static_cast<std::uint64_t>(row.number(0));
                             stats.open = static_cast<std::uint64_t>(row.number(1));
                             stats.heads = static_cast<std::uint64_t>(row.number(2));
                             stats.epochs = static_cast<std::uint32_t>(row.number(3));
                             return true;
                           });
          });
  if (!done) return tl::unexpected(done.error());
  for (const char type : kTypes)
    if (const auto found = types.find(type); found != types.end()) {
      found->second.type = type;
      stats.types.push_back(found->second);
    }
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(file, ignored);
  stats.bytes = ignored ? 0 : bytes;
  return stats;
}

}  // namespace ssc::journal
