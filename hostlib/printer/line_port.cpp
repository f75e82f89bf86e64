#include "hostlib/printer/line_port.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace ssc::printer {
namespace {

constexpr std::size_t kLongestLine = 64;

int openSocket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return -1;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (made < 0) return -1;
  // A unix socket connects at once, or not at all.
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return made;
  ::close(made);
  return -1;
}

}  // namespace

Result<void> LinePort::connect() {
  if (socket_ >= 0) return {};
  socket_ = openSocket(path_);
  if (socket_ < 0) return tl::unexpected(PrinterError::gone);
  return {};
}

void LinePort::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  text_.clear();
  newest_.reset();
}

Result<std::optional<std::string>> LinePort::newest() {
  auto done = connect();
  if (done) done = readAll();
  if (done) return newest_;
  close();
  return tl::unexpected(done.error());
}

Result<void> LinePort::readAll() {
  std::array<char, 256> buffer{};
  for (;;) {
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EAGAIN) return {};
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return tl::unexpected(PrinterError::gone);
    text_.append(buffer.data(), static_cast<std::size_t>(count));
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      newest_ = text_.substr(0, end);
      text_.erase(0, end + 1);
    }
    if (text_.size() > kLongestLine) return tl::unexpected(PrinterError::badAnswer);
  }
}

Result<void> LinePort::say(const std::string& line) {
  if (const auto there = connect(); !there) return there;
  const std::string whole = line + "\n";
  const auto sent = ::send(socket_, whole.data(), whole.size(), MSG_NOSIGNAL);
  if (sent == static_cast<ssize_t>(whole.size())) return {};
  close();
  return tl::unexpected(PrinterError::gone);
}

}  // namespace ssc::printer
