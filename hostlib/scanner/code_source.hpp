// Whatever gives the texts of codes: a terminal asks for one at a time and does not care where it comes from.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "hostlib/scanner/no_code.hpp"

namespace ssc::scanner {

using Clock = std::chrono::steady_clock;

/// One thread at a time asks.
class CodeSource {
 public:
  CodeSource() = default;
  CodeSource(const CodeSource&) = delete;
  CodeSource& operator=(const CodeSource&) = delete;
  virtual ~CodeSource() = default;

  /// The next text of a code, 1 to 511 characters (512 of a picture). Waits until the deadline at most; a
  /// stop ends the wait at once. The text that was seen last is not given again until it was out of sight for
  /// two seconds.
  virtual tl::expected<std::string, NoCode> next(Clock::time_point deadline, const std::stop_token& stop) = 0;
};

}  // namespace ssc::scanner
