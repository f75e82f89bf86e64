// A strict reader for one TOML table: every key is asked for by name and type, the first mistake is kept with
// its place, and a key nobody asked for is a mistake too. After the first mistake every further answer is
// empty or the default.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

#include "apdu/bytes.hpp"
#include "keys-sim/profile/profile_error.hpp"

namespace ssc::sim {

/// Reads and parses the file; syntax errors say line and column.
ProfileResult<toml::table> parseTomlFile(const std::string& path);
ProfileResult<toml::table> parseToml(std::string_view text, const std::string& nameForErrors);

class Section {
 public:
  Section(const toml::table& table, std::string file);

  std::string string(std::string_view key);
  std::string stringOr(std::string_view key, std::string fallback);
  /// One of `allowed`.
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                     std::optional<std::string> fallback = std::nullopt);
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high,
                       std::optional<std::int64_t> fallback = std::nullopt);
  bool booleanOr(std::string_view key, bool fallback);
  /// Hexadecimal text of `size` bytes.
  apdu::Bytes hex(std::string_view key, std::size_t size);
  /// A text, or a list of texts; empty when the key is absent.
  std::vector<std::string> stringsOr(std::string_view key);
  /// An inner table; an empty one when the key is absent.
  Section child(std::string_view key);
  /// The tables of a list of tables (`[[…]]`), in order; empty when the key holds anything else.
  std::vector<Section> tables(std::string_view key);
  /// The keys of this table, in file order of toml++ (sorted).
  [[nodiscard]] std::vector<std::string> keys() const;
  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }

  /// Notes a mistake at `key` of this table (the first one wins).
  void fail(std::string_view key, std::string what);
  /// Notes keys nobody asked for. Call it once everything was asked.
  void rejectUnknown();
  [[nodiscard]] const std::optional<ProfileError>& error() const { return *error_; }

 private:
  Section(const toml::table& table, std::string file, std::string path,
          std::shared_ptr<std::optional<ProfileError>> error);
  [[nodiscard]] const toml::node* take(std::string_view key);
  [[nodiscard]] std::string pathOf(std::string_view key) const;

  const toml::table* table_;
  std::string file_;
  std::string path_;
  std::shared_ptr<std::optional<ProfileError>> error_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace ssc::sim
