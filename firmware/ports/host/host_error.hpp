// What a start can fail with: an operation, the path it was for, and the system's reason.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>

namespace ssc::fw::host {

struct HostError {
  std::string operation;
  std::string path;
  int code = 0;  ///< errno; 0 where the system gave none

  [[nodiscard]] std::string text() const {
    return operation + " " + path + (code != 0 ? std::string(": ") + std::strerror(code) : std::string());
  }
};

inline HostError systemError(std::string operation, std::string path) {
  const int code = errno;
  return {std::move(operation), std::move(path), code};
}

}  // namespace ssc::fw::host
