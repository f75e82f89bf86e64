#include "tests/unit/crypto/vector_file.hpp"

#include <charconv>
#include <fstream>
#include <istream>
#include <stdexcept>

namespace ssc::test {

namespace {

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

/// Collects lines into blocks.
class Parser {
 public:
  explicit Parser(std::string name) : name_(std::move(name)) {}

  void line(const std::string& raw) {
    ++number_;
    const std::string text = trimmed(raw);
    if (text.empty()) return closeBlock();
    if (text.front() != '#') keyAndValue(text);
  }

  std::vector<VectorBlock> finish() {
    closeBlock();
    if (blocks_.empty()) throw std::runtime_error(name_ + ": no vectors");
    return std::move(blocks_);
  }

 private:
  [[nodiscard]] std::string place() const { return name_ + ":" + std::to_string(number_); }

  void keyAndValue(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw std::runtime_error(place() + ": not `key = value`");
    const std::string key = trimmed(text.substr(0, equals));
    const std::string value = trimmed(text.substr(equals + 1));
    if (key == "source") {
      source_ = value;
      return;
    }
    if (source_.empty()) throw std::runtime_error(place() + ": a vector without a source");
    if (!open_) blocks_.emplace_back(place(), source_);
    open_ = true;
    blocks_.back().add(key, value);
  }

  void closeBlock() { open_ = false; }

  std::string name_;
  std::string source_;
  std::size_t number_ = 0;
  bool open_ = false;
  std::vector<VectorBlock> blocks_;
};

}  // namespace

crypto::Bytes fromHex(std::string_view text) {
  if (text.size() % 2 != 0) throw std::invalid_argument("odd number of hexadecimal digits");
  crypto::Bytes out;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    std::uint8_t byte = 0;
    const char* end = text.data() + at + 2;
    const auto read = std::from_chars(text.data() + at, end, byte, 16);
    if (read.ec != std::errc{} || read.ptr != end) throw std::invalid_argument("not hexadecimal");
    out.push_back(byte);
  }
  return out;
}

std::string toHex(crypto::ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const auto byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0x0FU];
  }
  return out;
}

void VectorBlock::add(const std::string& key, const std::string& value) {
  if (!values_.emplace(key, value).second)
    throw std::runtime_error(place_ + ": " + key + " twice in one block");
}

const std::string& VectorBlock::text(const std::string& key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) throw std::runtime_error(place_ + ": no " + key);
  return found->second;
}

std::vector<VectorBlock> parseVectors(const std::string& name, std::istream& in) {
  Parser parser(name);
  for (std::string line; std::getline(in, line);)
    parser.line(line);
  return parser.finish();
}

std::vector<VectorBlock> readVectors(const std::string& name) {
  const std::string path = "tests/vectors/crypto/" + name;
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  return parseVectors(path, in);
}

}  // namespace ssc::test
