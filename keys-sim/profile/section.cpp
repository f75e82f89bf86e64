#include "keys-sim/profile/section.hpp"

#include <algorithm>
#include <sstream>

#include "keys-sim/profile/file_text.hpp"

namespace ssc::sim {
namespace {

const toml::table& emptyTable() {
  static const toml::table kEmpty;
  return kEmpty;
}

std::string joined(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const auto text : texts)
    all += (all.empty() ? "" : ", ") + std::string(text);
  return all;
}

}  // namespace

ProfileResult<toml::table> parseToml(std::string_view text, const std::string& nameForErrors) {
  try {  // toml++ reports syntax errors by exception; none leaves this function
    return toml::parse(text, nameForErrors);
  } catch (const toml::parse_error& error) {
    std::ostringstream place;
    place << "line " << error.source().begin.line << ", column " << error.source().begin.column;
    return tl::unexpected(ProfileError{nameForErrors, place.str(), std::string(error.description())});
  }
}

ProfileResult<toml::table> parseTomlFile(const std::string& path) {
  const auto text = readFileText(path);
  if (!text) return tl::unexpected(ProfileError{path, "", "cannot be read"});
  return parseToml(*text, path);
}

Section::Section(const toml::table& table, std::string file)
    : Section(table, std::move(file), "", std::make_shared<std::optional<ProfileError>>()) {}

Section::Section(const toml::table& table, std::string file, std::string path,
                 std::shared_ptr<std::optional<ProfileError>> error)
    : table_(&table), file_(std::move(file)), path_(std::move(path)), error_(std::move(error)) {}

std::string Section::pathOf(std::string_view key) const {
  if (key.empty() || path_.empty()) return path_ + std::string(key);
  return path_ + "." + std::string(key);
}

void Section::fail(std::string_view key, std::string what) {
  if (!*error_) *error_ = ProfileError{file_, pathOf(key), std::move(what)};
}

const toml::node* Section::take(std::string_view key) {
  asked_.emplace(key);
  return table_->get(key);
}

std::string Section::string(std::string_view key) {
  const auto* node = take(key);
  if (!node) return fail(key, "is missing"), "";
  const auto value = node->value_exact<std::string>();
  if (!value) return fail(key, "must be a text"), "";
  return *value;
}

std::string Section::stringOr(std::string_view key, std::string fallback) {
  asked_.emplace(key);
  return has(key) ? string(key) : std::move(fallback);
}

std::string Section::choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                            std::optional<std::string> fallback) {
  asked_.emplace(key);
  std::string value = fallback && !has(key) ? *fallback : string(key);
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    fail(key, "must be one of: " + joined(allowed));
  return value;
}

std::int64_t Section::integer(std::string_view key, std::int64_t low, std::int64_t high,
                              std::optional<std::int64_t> fallback) {
  const auto* node = take(key);
  if (!node && fallback) return *fallback;
  if (!node) return fail(key, "is missing"), low;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= low && *value <= high) return *value;
  fail(key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return low;
}

bool Section::booleanOr(std::string_view key, bool fallback) {
  const auto* node = take(key);
  if (!node) return fallback;
  const auto value = node->value_exact<bool>();
  if (!value) fail(key, "must be true or false");
  return value.value_or(fallback);
}

apdu::Bytes Section::hex(std::string_view key, std::size_t size) {
  const auto bytes = apdu::fromHex(string(key));
  if (bytes && bytes->size() == size) return *bytes;
  fail(key, "must be " + std::to_string(size) + " bytes in hexadecimal");
  return apdu::Bytes(size);
}

std::vector<std::string> Section::stringsOr(std::string_view key) {
  const auto* node = take(key);
  if (!node) return {};
  if (!node->is_array()) return {string(key)};
  std::vector<std::string> texts;
  for (const auto& element : *node->as_array()) {
    const auto value = element.value_exact<std::string>();
    if (!value) return fail(key, "must be a list of texts"), texts;
    texts.push_back(*value);
  }
  return texts;
}

Section Section::child(std::string_view key) {
  const auto* node = take(key);
  if (node && !node->is_table()) fail(key, "must be a table");
  const auto& table = node && node->is_table() ? *node->as_table() : emptyTable();
  return Section(table, file_, pathOf(key), error_);
}

std::vector<Section> Section::tables(std::string_view key) {
  std::vector<Section> all;
  const auto* list = table_->get(key) ? table_->get(key)->as_array() : nullptr;
  if (!list || !list->is_array_of_tables()) return all;
  asked_.emplace(key);
  for (const auto& element : *list) {
    const std::string path = pathOf(key) + "[" + std::to_string(all.size()) + "]";
    all.push_back(Section(*element.as_table(), file_, path, error_));
  }
  return all;
}

std::vector<std::string> Section::keys() const {
  std::vector<std::string> all;
  for (const auto& [key, node] : *table_)
    all.emplace_back(key.str());
  return all;
}

void Section::rejectUnknown() {
  for (const auto& key : keys())
    if (!asked_.contains(key)) return fail(key, "is not a known key");
}

}  // namespace ssc::sim
