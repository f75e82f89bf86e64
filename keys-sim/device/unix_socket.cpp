#include "keys-sim/device/unix_socket.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace ssc::sim {
namespace {

constexpr int kSendWaitMs = 1000;
constexpr int kBacklog = 8;

tl::unexpected<std::string> systemError(const std::string& path) {
  return tl::make_unexpected(path + ": " + std::strerror(errno));
}

std::optional<sockaddr_un> addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Socket newSocket() {
  return Socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Socket::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

tl::expected<apdu::Bytes, std::string> Socket::receive() const {
  std::array<std::uint8_t, 4096> buffer{};
  const auto n = ::recv(fd_, buffer.data(), buffer.size(), 0);
  if (n > 0) return apdu::Bytes(buffer.begin(), buffer.begin() + n);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return apdu::Bytes{};
  return tl::make_unexpected(std::string("closed"));
}

bool Socket::sendAll(apdu::ByteView bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      pollfd room{fd_, POLLOUT, 0};
      if (::poll(&room, 1, kSendWaitMs) <= 0) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

tl::expected<Socket, std::string> connectUnix(const std::string& path) {
  const auto address = addressOf(path);
  if (!address) return tl::make_unexpected(path + ": not a usable socket path");
  Socket socket = newSocket();
  if (!socket || ::connect(socket.fd(), generic(*address), sizeof(*address)) != 0) return systemError(path);
  return socket;
}

tl::expected<Socket, std::string> listenUnix(const std::string& path) {
  const auto address = addressOf(path);
  if (!address) return tl::make_unexpected(path + ": not a usable socket path");
  if (connectUnix(path)) return tl::make_unexpected(path + ": somebody listens there already");
  if (errno == ECONNREFUSED) ::unlink(path.c_str());
  Socket socket = newSocket();
  if (!socket || ::bind(socket.fd(), generic(*address), sizeof(*address)) != 0) return systemError(path);
  if (::listen(socket.fd(), kBacklog) != 0) return systemError(path);
  return socket;
}

Socket acceptUnix(const Socket& listener) {
  return Socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

}  // namespace ssc::sim
