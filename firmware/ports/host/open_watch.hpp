// Tells when somebody opens the serial line: on USB that is a bus reset, on a real UART nothing says it.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "firmware/ports/host/host_error.hpp"
#include "firmware/ports/host/unique_fd.hpp"

namespace ssc::fw::host {

class OpenWatch {
 public:
  /// `path` may be a link to the terminal. Openings before this call are not told.
  static tl::expected<OpenWatch, HostError> on(const std::string& path);

  /// Whether the line was opened since the last call.
  [[nodiscard]] bool wasOpened() const;

 private:
  explicit OpenWatch(UniqueFd events) : events_(std::move(events)) {}
  UniqueFd events_;
};

}  // namespace ssc::fw::host
