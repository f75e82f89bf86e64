#include "hostlib/pad/pad_link.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ssc::pad {
namespace {

// How long a stop may go unseen.
constexpr std::chrono::milliseconds kLook{20};

std::optional<sockaddr_un> addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

bool isReadable(int socket, std::chrono::milliseconds time) {
  pollfd waiting{socket, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
}

}  // namespace

tl::expected<void, PadError> Patience::left(PadError late) const {
  if (stop.stop_requested()) return tl::unexpected(PadError::stopped);
  if (Clock::now() >= until) return tl::unexpected(late);
  return {};
}

// A unix socket connects at once, or says EAGAIN while others wait to be taken.
tl::expected<PadLink, PadError> PadLink::connect(const std::string& path, const Patience& patience) {
  const auto address = addressOf(path);
  if (!address) return tl::unexpected(PadError::unreachable);
  PadLink link(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (link.socket_ < 0) return tl::unexpected(PadError::unreachable);
  const auto* generic = reinterpret_cast<const sockaddr*>(&*address);
  while (::connect(link.socket_, generic, sizeof(*address)) != 0) {
    if (errno != EAGAIN && errno != EINTR) return tl::unexpected(PadError::unreachable);
    if (const auto more = patience.left(PadError::silent); !more) return tl::unexpected(more.error());
    std::this_thread::sleep_for(kLook);
  }
  return link;
}

PadLink::PadLink(PadLink&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), reader_(std::move(other.reader_)) {}

PadLink& PadLink::operator=(PadLink&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(reader_, other.reader_);
  return *this;
}

PadLink::~PadLink() {
  if (socket_ >= 0) ::close(socket_);
}

tl::expected<void, PadError> PadLink::send(const wire::pad::Message& message) const {
  const auto frame = wire::pad::encode(message);
  const auto sent = ::send(socket_, frame.data(), frame.size(), MSG_NOSIGNAL);
  if (sent == static_cast<ssize_t>(frame.size())) return {};
  return tl::unexpected(sent < 0 && errno != EAGAIN ? PadError::gone : PadError::silent);
}

tl::expected<wire::pad::Message, PadError> PadLink::receive(const Patience& patience) {
  for (;;) {
    auto message = reader_.next();
    if (!message) return tl::unexpected(PadError::badMessage);
    if (*message) return std::move(**message);
    if (const auto more = patience.left(PadError::silent); !more) return tl::unexpected(more.error());
    if (!isReadable(socket_, kLook)) continue;
    if (const auto read = readSome(); !read) return tl::unexpected(read.error());
  }
}

tl::expected<void, PadError> PadLink::readSome() {
  std::array<std::uint8_t, 256> buffer{};
  const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return tl::unexpected(PadError::gone);
  if (count > 0) reader_.feed(std::span(buffer).first(static_cast<std::size_t>(count)));
  return {};
}

bool PadLink::isIdle() const {
  return !isReadable(socket_, std::chrono::milliseconds(0));
}

}  // namespace ssc::pad
