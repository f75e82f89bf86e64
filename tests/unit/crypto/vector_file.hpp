// Test vectors in text files: `key = value` lines in blocks separated by blank lines, in the manner of NIST's
// and Botan's. A `source = …` line says where the vectors below it come from; a block without one is an
// error.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"

namespace ssc::test {

/// Hexadecimal text to bytes; throws std::invalid_argument for anything else.
crypto::Bytes fromHex(std::string_view text);
std::string toHex(crypto::ByteView bytes);

class VectorBlock {
 public:
  VectorBlock(std::string place, std::string source) : place_(std::move(place)), source_(std::move(source)) {}

  void add(const std::string& key, const std::string& value);
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] bool has(const std::string& key) const { return values_.contains(key); }
  /// The value as written, or from hexadecimal; a missing key throws std::runtime_error with the place.
  [[nodiscard]] const std::string& text(const std::string& key) const;
  [[nodiscard]] crypto::Bytes bytes(const std::string& key) const { return fromHex(text(key)); }
  /// "file:line (source)", for the message of a failing check.
  [[nodiscard]] std::string place() const { return place_ + " (" + source_ + ")"; }

 private:
  std::string place_;
  std::string source_;
  std::map<std::string, std::string> values_;
};

/// The blocks of a text; throws std::runtime_error for what is not a vector file, or one without a block.
std::vector<VectorBlock> parseVectors(const std::string& name, std::istream& in);
/// The same of tests/vectors/crypto/<name>; tests run in the source folder.
std::vector<VectorBlock> readVectors(const std::string& name);

}  // namespace ssc::test
