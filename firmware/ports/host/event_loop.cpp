#include "firmware/ports/host/event_loop.hpp"

#include <array>
#include <climits>
#include <sys/epoll.h>

namespace ssc::fw::host {
namespace {

using Events = std::array<epoll_event, 16>;

constexpr Micros kMicrosPerSecond = 1'000'000;
constexpr Micros kMicrosPerMilli = 1'000;

timespec toTimespec(Micros span) {
  return {static_cast<time_t>(span / kMicrosPerSecond), static_cast<long>(span % kMicrosPerSecond * 1'000)};
}

// For systems that refuse epoll_pwait2 (kernels before 5.11, strict containers): rounded up to milliseconds.
int waitMillis(int epoll, Events& events, Micros span) {
  const Micros millis = (span + kMicrosPerMilli - 1) / kMicrosPerMilli;
  const int timeout = millis > INT_MAX ? INT_MAX : static_cast<int>(millis);
  return ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), timeout);
}

int waitFor(int epoll, Events& events, Micros span) {
  const timespec timeout = toTimespec(span);
  const int count = ::epoll_pwait2(epoll, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  const bool refused = count < 0 && (errno == ENOSYS || errno == EPERM);
  return refused ? waitMillis(epoll, events, span) : count;
}

int waitUntil(int epoll, Events& events, const Clock& clock, Instant deadline) {
  if (deadline == kNever) return ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
  const Instant now = clock.now();
  return waitFor(epoll, events, deadline > now ? deadline - now : 0);
}

}  // namespace

tl::expected<EventLoop, HostError> EventLoop::create() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) return tl::unexpected(systemError("create", "epoll"));
  return EventLoop(std::move(epoll));
}

bool EventLoop::add(int fd, EventSource& source) const {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &source;
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void EventLoop::remove(int fd) const {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::serve(const Clock& clock, Instant deadline) const {
  Events events;
  const int count = waitUntil(epoll_.get(), events, clock, deadline);
  for (int i = 0; i < count; ++i) {
    static_cast<EventSource*>(events[static_cast<std::size_t>(i)].data.ptr)->onReady();
  }
}

}  // namespace ssc::fw::host
