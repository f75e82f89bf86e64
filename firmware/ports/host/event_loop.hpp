// epoll with one deadline: whoever is ready is told, whoever is due is told, nothing else happens.
#pragma once

#include <tl/expected.hpp>

#include "firmware/core/clock.hpp"
#include "firmware/ports/host/host_error.hpp"
#include "firmware/ports/host/unique_fd.hpp"

namespace ssc::fw::host {

/// Something that waits on a descriptor. It must outlive the loop or be removed from it.
class EventSource {
 public:
  EventSource() = default;
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;
  /// Readable, or hung up. May come once more after the descriptor was removed in the same round.
  virtual void onReady() = 0;

 protected:
  ~EventSource() = default;
};

class EventLoop {
 public:
  static tl::expected<EventLoop, HostError> create();

  [[nodiscard]] bool add(int fd, EventSource& source) const;
  void remove(int fd) const;
  /// Waits until `deadline` (kNever: without end) and serves one round of ready sources.
  void serve(const Clock& clock, Instant deadline) const;

 private:
  explicit EventLoop(UniqueFd epoll) : epoll_(std::move(epoll)) {}
  UniqueFd epoll_;
};

}  // namespace ssc::fw::host
