// Strict reading of a TOML table: every key is known, has the right type and is named in the error when not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <toml++/toml.h>
#include <vector>

#include "hostlib/profile/error.hpp"

namespace ssc::profile {

/// Reads one table; the first error is kept, later reads give empty values.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string file, std::string prefix)
      : table_(table), file_(std::move(file)), prefix_(std::move(prefix)) {}

  template <class T>
  std::optional<T> get(std::string_view key, std::string_view expectedType) {
    known_.emplace(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (const auto value = node->value_exact<T>()) return value;
    fail(key, "must be " + std::string(expectedType));
    return std::nullopt;
  }

  std::optional<std::string> text(std::string_view key) { return get<std::string>(key, "a text"); }
  std::optional<bool> flag(std::string_view key) { return get<bool>(key, "true or false"); }
  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most);
  std::vector<std::string> texts(std::string_view key);

  /// A sub-table; nullptr when absent.
  const toml::table* table(std::string_view key);
  /// Tables of an array `[[key]]`.
  std::vector<const toml::table*> tables(std::string_view key);

  /// Whether the table has nothing but this key (or nothing at all).
  [[nodiscard]] bool onlyHas(std::initializer_list<std::string_view> keys) const {
    const auto present =
        std::count_if(keys.begin(), keys.end(), [&](std::string_view key) { return table_.contains(key); });
    return table_.size() == static_cast<std::size_t>(present);
  }

  void require(bool present, std::string_view key) {
    if (!present) fail(key, "is missing");
  }
  void fail(std::string_view key, std::string what);

  /// Called last: keys nobody asked for are errors (a misspelt setting must not be ignored in silence).
  std::optional<FileError> finish();

 private:
  const toml::table& table_;
  std::string file_;
  std::string prefix_;
  std::set<std::string, std::less<>> known_;
  std::optional<FileError> error_;
};

/// Parses the file; a syntax error names its line.
tl::expected<toml::table, FileError> parseTomlFile(const std::string& file);

}  // namespace ssc::profile
