#include "hostlib/scanner/line_reader.hpp"

#include <utility>

namespace ssc::scanner {
namespace {

bool isPrintable(char byte) {
  return byte >= ' ' && byte <= '~';
}

}  // namespace

void LineReader::feed(std::span<const char> bytes, Clock::time_point now) {
  if (now - lastByte_ > kLongestPause) breakOff();
  lastByte_ = now;
  for (const char byte : bytes)
    take(byte);
}

void LineReader::finish() {
  breakOff();
}

std::optional<Line> LineReader::next() {
  if (lines_.empty()) return std::nullopt;
  Line line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

// The first fault names the line; the rest of it is passed over.
void LineReader::take(char byte) {
  if (byte == '\r' || byte == '\n') return endLine();
  if (fault_) return;
  if (!isPrintable(byte))
    fault_ = NoCode::notText;
  else
    line_.push_back(byte);
  if (line_.size() >= kLineLimit) fault_ = NoCode::overLong;
}

// The LF behind a CR ends an empty line, which means nothing.
void LineReader::endLine() {
  const std::string line = std::exchange(line_, {});
  if (const auto fault = std::exchange(fault_, std::nullopt))
    lines_.emplace_back(tl::unexpected(*fault));
  else if (!line.empty())
    lines_.emplace_back(line);
}

void LineReader::breakOff() {
  if (fault_ || !line_.empty()) lines_.emplace_back(tl::unexpected(fault_.value_or(NoCode::incomplete)));
  line_.clear();
  fault_.reset();
}

}  // namespace ssc::scanner
