#include "tests/unit/keys-sim/vector_lines.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace ssc::sim::test {

std::vector<std::string> VectorLine::words() const {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<VectorLine> readVectorLines(const std::string& name) {
  std::ifstream file("tests/vectors/keys-sim/" + name);
  std::vector<VectorLine> lines;
  std::string text;
  for (std::size_t number = 1; std::getline(file, text); ++number)
    if (!text.empty() && text.front() != '#') lines.push_back({number, text});
  return lines;
}

}  // namespace ssc::sim::test
