#include "tests/unit/apdu/vector_file.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <utility>

#include "tests/unit/apdu/hex.hpp"

namespace ssc::test {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

const std::string& VectorRecord::text(const std::string& name) const {
  const auto it = values_.find(name);
  REQUIRE_MESSAGE(it != values_.end(), "the vector has no " << name);
  return it->second;
}

apdu::Bytes VectorRecord::bytes(const std::string& name) const {
  return hex(text(name));
}

std::optional<unsigned> VectorRecord::number(const std::string& name) const {
  if (text(name) == "-") return std::nullopt;
  return static_cast<unsigned>(std::stoul(text(name)));
}

std::vector<VectorRecord> readVectors(const std::string& name) {
  std::ifstream file("tests/vectors/" + name);
  REQUIRE_MESSAGE(file.is_open(), "no vector file " << name << ": run from the source folder");
  std::vector<VectorRecord> records;
  VectorRecord current;
  std::string line;
  const auto finish = [&] {
    if (!current.empty()) records.push_back(std::exchange(current, {}));
  };
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    if (trimmed(line).empty()) {
      finish();
      continue;
    }
    const auto equals = line.find('=');
    REQUIRE_MESSAGE(equals != std::string::npos, "neither note nor value: " << line);
    current.set(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
  finish();
  REQUIRE_FALSE(records.empty());
  return records;
}

}  // namespace ssc::test
