// Lines of a vector file: comments (#) and empty lines left out.
#pragma once

#include <string>
#include <vector>

namespace ssc::sim::test {

struct VectorLine {
  std::size_t number;
  std::string text;
  [[nodiscard]] std::vector<std::string> words() const;
};

/// Empty when the file cannot be read: a test requires at least one line.
std::vector<VectorLine> readVectorLines(const std::string& name);

}  // namespace ssc::sim::test
