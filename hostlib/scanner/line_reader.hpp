// Internal: takes what a scanner types apart into lines. CR, LF and CR LF end a line; empty lines mean
// nothing.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "hostlib/scanner/code_source.hpp"

namespace ssc::scanner {

/// A line of that many characters is too long.
inline constexpr std::size_t kLineLimit = 512;
/// A scanner types a line in one go. What waits longer than this for its end is not the beginning of the
/// next.
inline constexpr std::chrono::seconds kLongestPause{1};

using Line = tl::expected<std::string, NoCode>;

class LineReader {
 public:
  void feed(std::span<const char> bytes, Clock::time_point now);
  /// No more bytes will come.
  void finish();
  /// The next line, or why there is none; nothing: more bytes are needed.
  std::optional<Line> next();

 private:
  void take(char byte);
  void endLine();
  void breakOff();

  std::string line_;             ///< never longer than kLineLimit
  std::optional<NoCode> fault_;  ///< of the line under way
  Clock::time_point lastByte_;
  std::deque<Line> lines_;
};

}  // namespace ssc::scanner
