// Test vectors in text files: records of `name = value` lines, separated by empty lines; # begins a note.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apdu/bytes.hpp"

namespace ssc::test {

class VectorRecord {
 public:
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  /// The value of a name; a missing one fails the test.
  [[nodiscard]] const std::string& text(const std::string& name) const;
  [[nodiscard]] apdu::Bytes bytes(const std::string& name) const;
  /// A decimal number; `-` is none.
  [[nodiscard]] std::optional<unsigned> number(const std::string& name) const;

  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  [[nodiscard]] bool empty() const { return values_.empty(); }

 private:
  std::map<std::string, std::string> values_;
};

/// All records of tests/vectors/<name>; a file that is missing or empty fails the test.
std::vector<VectorRecord> readVectors(const std::string& name);

}  // namespace ssc::test
