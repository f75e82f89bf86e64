#include "keys-sim/profile/file_text.hpp"

#include <array>
#include <fstream>

namespace ssc::sim {
namespace {

constexpr std::size_t kLimit = std::size_t{1024} * 1024;

}  // namespace

std::optional<std::string> readFileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> part{};
  while (file.read(part.data(), part.size()) || file.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > kLimit) return std::nullopt;
  }
  // The end of the file is the only way to end well.
  if (file.bad() || !file.eof()) return std::nullopt;
  return text;
}

}  // namespace ssc::sim
