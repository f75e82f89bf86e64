// Unix stream sockets: just enough for the slot link and the control socket, with bounds on every wait.
#pragma once

#include <chrono>
#include <string>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"

namespace ssc::sim {

/// Owns a file descriptor; -1 is none.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }

  [[nodiscard]] int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  void close();

  /// What is there now, at most 4096 bytes; empty: nothing yet. Error: the other end is gone.
  [[nodiscard]] tl::expected<apdu::Bytes, std::string> receive() const;
  /// All of it, waiting at most a second for room. False: the other end is gone or does not read.
  bool sendAll(apdu::ByteView bytes);

 private:
  int fd_ = -1;
};

tl::expected<Socket, std::string> connectUnix(const std::string& path);
/// Replaces a left-over socket file nobody listens on; a live one is an error.
tl::expected<Socket, std::string> listenUnix(const std::string& path);
/// Empty when nobody is waiting.
Socket acceptUnix(const Socket& listener);

}  // namespace ssc::sim
