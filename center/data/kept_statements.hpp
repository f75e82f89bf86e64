// SOCI's two backends, with statements that are parsed and planned once per connection: the same text asked
// again is executed only. Nothing else changes: handlers write `sql << "SELECT …"` as before.
#pragma once

#include <soci/soci.h>
#include <string_view>

namespace ssc::center {

/// How many statements one connection keeps; when more come, it begins anew.
inline constexpr std::size_t kMostKept = 256;

/// Whether a statement's text may come again and does all its work when executed. Settings (PRAGMA, SET) do
/// some of it while they are parsed.
bool isWorthKeeping(std::string_view statement);

/// For soci::session::open. They live as long as the program.
const soci::backend_factory& sqliteBackend();
const soci::backend_factory& postgresqlBackend();

}  // namespace ssc::center
