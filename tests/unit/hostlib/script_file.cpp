#include "tests/unit/hostlib/script_file.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace ssc::test {
namespace {

std::string sectionOf(const std::string& path, std::string_view wanted) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), "cannot be opened: " << path);
  std::string line, script;
  bool inside = false;
  while (std::getline(in, line)) {
    if (line.starts_with("section ")) {
      inside = line.substr(line.find(' ') + 1) == wanted;
    } else if (inside) {
      script += line + '\n';
    }
  }
  REQUIRE_MESSAGE(!script.empty(), path << " has no section " << std::string(wanted));
  return script;
}

}  // namespace

std::string scriptOf(std::string_view file, std::initializer_list<std::string_view> sections) {
  std::string script;
  for (const std::string_view section : sections)
    script += sectionOf("tests/vectors/hostlib/" + std::string(file), section);
  return script;
}

}  // namespace ssc::test
