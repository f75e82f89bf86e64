#include "firmware/ports/host/open_watch.hpp"

#include <array>
#include <sys/inotify.h>

namespace ssc::fw::host {
namespace {

constexpr std::size_t kRoom = 16 * sizeof(inotify_event);  // events of a device node have no name

}  // namespace

tl::expected<OpenWatch, HostError> OpenWatch::on(const std::string& path) {
  UniqueFd events(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!events.valid() || ::inotify_add_watch(events.get(), path.c_str(), IN_OPEN) < 0) {
    return tl::unexpected(systemError("watch", path));
  }
  return OpenWatch(std::move(events));
}

bool OpenWatch::wasOpened() const {
  std::array<char, kRoom> room{};
  bool opened = false;
  while (::read(events_.get(), room.data(), room.size()) > 0)
    opened = true;
  return opened;
}

}  // namespace ssc::fw::host
