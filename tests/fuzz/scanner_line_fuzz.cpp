// What a serial scanner or a keyboard wedge types, in any pieces: each line is 1 to 511 printable characters,
// or one of the reader's own reasons; and without pauses the pieces make no difference.
//
// Input: one byte for the length of the first piece, the rest is typed.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "hostlib/scanner/line_reader.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::scanner;
using ssc::fuzz::require;

std::vector<Line> linesOf(LineReader& reader) {
  std::vector<Line> lines;
  while (auto line = reader.next())
    lines.push_back(std::move(*line));
  return lines;
}

void check(const Line& line) {
  if (!line) {
    require(line.error() == NoCode::overLong || line.error() == NoCode::notText ||
                line.error() == NoCode::incomplete,
            "a line is refused for a reason of its own");
    return;
  }
  require(!line->empty() && line->size() < kLineLimit, "a line is bounded");
  require(std::ranges::all_of(*line, [](char c) { return c >= ' ' && c <= '~'; }), "a line is printable");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view typed(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t first = std::min<std::size_t>(data[0], typed.size());
  constexpr Clock::time_point kStart{std::chrono::seconds(1000)};

  LineReader whole, pieces, paused;
  whole.feed(typed, kStart);
  whole.finish();
  pieces.feed(typed.substr(0, first), kStart);
  pieces.feed(typed.substr(first), kStart + kLongestPause);
  pieces.finish();
  const auto lines = linesOf(whole);
  require(lines == linesOf(pieces), "the pieces make no difference");
  std::ranges::for_each(lines, check);

  paused.feed(typed.substr(0, first), kStart);
  paused.feed(typed.substr(first), kStart + 2 * kLongestPause);
  std::ranges::for_each(linesOf(paused), check);
  return 0;
}
