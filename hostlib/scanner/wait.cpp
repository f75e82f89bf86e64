#include "hostlib/scanner/wait.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "hostlib/scanner/descriptor.hpp"

namespace ssc::scanner {
namespace {

constexpr std::chrono::milliseconds kLongestPoll{60'000};

/// Becomes readable when a stop is requested.
class StopEvent {
 public:
  explicit StopEvent(const std::stop_token& stop)
      : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), onStop_(stop, [this] { raise(); }) {}
  [[nodiscard]] const Descriptor& event() const { return event_; }

 private:
  void raise() const noexcept {
    constexpr std::uint64_t kOne = 1;
    [[maybe_unused]] const auto written = ::write(event_.number(), &kOne, sizeof(kOne));
  }

  Descriptor event_;
  std::stop_callback<std::function<void()>> onStop_;
};

// Rounded up: a wait that ends early would turn into many short ones.
int millisecondsUntil(Clock::time_point deadline) {
  const auto now = Clock::now();
  if (deadline <= now) return 0;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
  return static_cast<int>(std::min(left, kLongestPoll).count());
}

}  // namespace

Waited waitFor(int descriptor, Clock::time_point deadline, const std::stop_token& stop) {
  const StopEvent stopEvent(stop);
  if (!stopEvent.event().isOpen()) return Waited::failed;
  std::array<pollfd, 2> waiting{pollfd{stopEvent.event().number(), POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
  for (;;) {
    const int count = ::poll(waiting.data(), waiting.size(), millisecondsUntil(deadline));
    if (stop.stop_requested()) return Waited::stopped;
    if (count < 0 && errno != EINTR) return Waited::failed;
    if (count > 0 && waiting[1].revents != 0) return Waited::ready;
    if (Clock::now() >= deadline) return Waited::timedOut;
  }
}

}  // namespace ssc::scanner
