// The center's log: one JSON object a line. What can be written is what the members below can hold: a person
// is at most a tag, and there is no member for anything else.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ssc::center {

/// What happened with one message.
struct AnswerLine {
  std::string_view infno, devNo, msgid;
  unsigned infcode = 0;
  std::string_view text;  ///< err_msg
  std::chrono::microseconds took{};
};

/// Thread-safe.
class Log {
 public:
  enum class Level : std::uint8_t { info, warning, error };

  /// To standard error, or appended to a file.
  static std::unique_ptr<Log> toStandardError();
  static std::unique_ptr<Log> toFile(const std::string& path);
  /// For tests: nowhere.
  static std::unique_ptr<Log> toNowhere();
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void answered(const AnswerLine& line);
  /// `event`: what; `detail`: a file, an address, a text of a library. Never anything of a request's body.
  void note(Level level, std::string_view event, std::string_view detail = {});

 private:
  struct Parts;
  explicit Log(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ssc::center
