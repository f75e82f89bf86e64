// Internal: ends whatever a socket of another thread is doing.
#pragma once

#include <mutex>

namespace ssc::https {

/// The library that owns the socket blocks in connect, TLS handshake, write and read, and tells only where
/// the socket is. A shutdown (POSIX) wakes all four. The breaker works on a descriptor of its own: the
/// library's number may belong to something else by then.
class Breaker {
 public:
  Breaker() = default;
  Breaker(const Breaker&) = delete;
  Breaker& operator=(const Breaker&) = delete;
  ~Breaker();

  /// A new socket, not connected yet. After cut(): it becomes one that cannot be connected.
  void watch(int socket);
  /// From any thread, at any time; does not block. Final.
  void cut();
  [[nodiscard]] bool isCut();

 private:
  void forget();

  std::mutex mutex_;
  int copy_ = -1;
  bool isCut_ = false;
};

}  // namespace ssc::https
