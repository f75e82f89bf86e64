#include "hostlib/profile/toml_reader.hpp"

#include <fstream>
#include <iterator>
#include <tl/expected.hpp>

namespace ssc::profile {

std::optional<std::int64_t> TableReader::number(std::string_view key, std::int64_t least, std::int64_t most) {
  const auto value = get<std::int64_t>(key, "a whole number");
  if (value && (*value < least || *value > most)) {
    fail(key, "must be between " + std::to_string(least) + " and " + std::to_string(most));
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  known_.emplace(key);
  std::vector<std::string> values;
  const toml::node* node = table_.get(key);
  if (node == nullptr) return values;
  const toml::array* array = node->as_array();
  if (array == nullptr) fail(key, "must be a list of texts");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto value = array->get(i)->value_exact<std::string>();
    if (!value) fail(key, "must be a list of texts");
    values.push_back(value.value_or(""));
  }
  return values;
}

const toml::table* TableReader::table(std::string_view key) {
  known_.emplace(key);
  const toml::node* node = table_.get(key);
  if (node != nullptr && !node->is_table()) fail(key, "must be a table");
  return node == nullptr ? nullptr : node->as_table();
}

std::vector<const toml::table*> TableReader::tables(std::string_view key) {
  known_.emplace(key);
  std::vector<const toml::table*> values;
  const toml::node* node = table_.get(key);
  const toml::array* array = node == nullptr ? nullptr : node->as_array();
  if (node != nullptr && array == nullptr) fail(key, "must be a list of tables");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    if (const toml::table* item = array->get(i)->as_table()) {
      values.push_back(item);
    } else {
      fail(key, "must be a list of tables");
    }
  }
  return values;
}

void TableReader::fail(std::string_view key, std::string what) {
  if (!error_) error_ = FileError{file_, prefix_ + std::string(key), std::move(what)};
}

std::optional<FileError> TableReader::finish() {
  for (const auto& [key, node] : table_) {
    if (!known_.contains(key.str())) fail(key.str(), "is not a known setting");
  }
  return error_;
}

tl::expected<toml::table, FileError> parseTomlFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return tl::unexpected(FileError{file, "", "cannot be opened"});
  try {
    // Not by an operator of the stream: that swallows what is thrown, and no memory is not an unreadable
    // file.
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return toml::parse(text, file);
  } catch (const std::ios_base::failure&) {
    return tl::unexpected(FileError{file, "", "cannot be read"});
  } catch (const toml::parse_error& error) {
    return tl::unexpected(FileError{file, "line " + std::to_string(error.source().begin.line),
                                    std::string(error.description())});
  }
}

}  // namespace ssc::profile
