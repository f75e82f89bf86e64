// The journal's schema, step by step; made from migrations/ by tools/generate_migrations.py.
#pragma once

#include <span>
#include <string_view>

namespace ssc::journal {

struct Migration {
  unsigned number;
  std::string_view name;
  std::span<const std::string_view> statements;
};

std::span<const Migration> migrations();

}  // namespace ssc::journal
