// Ctrl-C and SIGTERM as a stop: whatever waits ends, and the program with it.
#pragma once

#include <poll.h>
#include <stop_token>
#include <thread>

#include "keys-sim/device/signal_socket.hpp"

namespace ssc::sim {

/// Make it before any other thread is started.
class Interrupt {
 public:
  Interrupt() : signals_(signalSocket()), thread_([this](const std::stop_token& end) { wait(end); }) {}
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt() = default;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  void wait(const std::stop_token& end) {
    constexpr int kLookMs = 50;
    while (!end.stop_requested()) {
      pollfd signal{signals_.fd(), POLLIN, 0};
      if (::poll(&signal, 1, kLookMs) > 0) {
        source_.request_stop();
        return;
      }
    }
  }

  Socket signals_;
  std::stop_source source_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace ssc::sim
