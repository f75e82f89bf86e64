// What stands on a document, as data (documents.toml).
#pragma once

#include <span>
#include <string_view>

#include "center/data/queries/query.hpp"

namespace ssc::center {

struct BlockRule {
  std::string_view id;
  std::span<const Column> columns;
  std::string_view sql, order;
  std::size_t most;  ///< rows
};

struct DocumentRule {
  std::string_view type;
  std::span<const std::string_view> items;
  std::string_view purpose;  ///< own, transfer, proof; year: asked by 8201
  std::string_view family;   ///< empty: may be printed as often as one likes
  bool insurance;            ///< of one that must be named
  std::string_view when;     ///< empty: always
  std::span<const BlockRule> blocks;
};

std::span<const DocumentRule> documentRules();

}  // namespace ssc::center
