#include "kiosk-app/keeper/service_manager.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <sys/socket.h>
#include <sys/un.h>

#include "kiosk-app/keeper/unique_fd.hpp"

namespace ssc::kiosk::keeper {
namespace {

constexpr std::int64_t kLongestInterval = 24LL * 60 * 60 * 1'000'000;

std::optional<std::int64_t> numberOf(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

void ServiceManager::tell(std::string_view lines) const {
  sockaddr_un to{};
  if (address_.empty() || address_.size() >= sizeof to.sun_path) return;
  to.sun_family = AF_UNIX;
  std::ranges::copy(address_, std::begin(to.sun_path));
  if (address_.front() == '@') to.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  const UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return;
  ::sendto(socket.get(), lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
           reinterpret_cast<const sockaddr*>(&to), size);
}

std::optional<std::chrono::microseconds> watchdogInterval(std::string_view microseconds, std::string_view pid,
                                                          long self) {
  const auto interval = numberOf(microseconds);
  if (!interval || *interval <= 0 || *interval > kLongestInterval) return std::nullopt;
  if (!pid.empty() && numberOf(pid) != self) return std::nullopt;
  return std::chrono::microseconds(*interval);
}

}  // namespace ssc::kiosk::keeper
