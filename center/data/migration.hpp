// The steps from an empty database to the schema of this program. The statements of
// center/data/migrations/*.sql are compiled in by tools/generate_migrations.py.
#pragma once

#include <span>
#include <string_view>

namespace ssc::center {

struct Migration {
  unsigned number;
  std::string_view name;
  std::span<const std::string_view> statements;  ///< portable; see inDialect
};

/// By rising number.
std::span<const Migration> migrations();

}  // namespace ssc::center
