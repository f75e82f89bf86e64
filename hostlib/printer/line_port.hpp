// Internal: a device that says how it stands, one line at a time, over a unix stream socket. Nothing waits.
#pragma once

#include <optional>
#include <string>

#include "hostlib/printer/error.hpp"

namespace ssc::printer {

class LinePort {
 public:
  explicit LinePort(std::string path) : path_(std::move(path)) {}
  LinePort(const LinePort&) = delete;
  LinePort& operator=(const LinePort&) = delete;
  ~LinePort() { close(); }

  /// The newest line that has come; the device says one as soon as somebody connects. Connects where that is
  /// not done: nothing yet. gone, when nobody listens or the connection has ended: the next call tries again.
  Result<std::optional<std::string>> newest();
  Result<void> say(const std::string& line);

 private:
  Result<void> connect();
  Result<void> readAll();
  void close();

  std::string path_;
  int socket_ = -1;
  std::string text_;  ///< not a whole line yet
  std::optional<std::string> newest_;
};

}  // namespace ssc::printer
