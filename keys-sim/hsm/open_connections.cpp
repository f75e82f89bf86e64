#include "keys-sim/hsm/open_connections.hpp"

#include <sys/socket.h>

namespace ssc::sim {

// OpenSSL calls this for every SSL object it frees, and before the server closes the socket: the number is
// still ours.
void OpenConnections::onFree(void* parent, void* self, CRYPTO_EX_DATA* /*data*/, int /*index*/,
                             long /*argument*/, void* /*pointer*/) {
  if (self != nullptr) static_cast<OpenConnections*>(self)->remove(parent);
}

int OpenConnections::exDataIndex() {
  static const int kIndex = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, onFree);
  return kIndex;
}

bool OpenConnections::add(SSL& connection) {
  if (SSL_set_ex_data(&connection, exDataIndex(), this) != 1) return false;
  const std::lock_guard lock(mutex_);
  if (isClosed_) return false;
  if (sockets_.emplace(&connection, SSL_get_fd(&connection)).second) ++count_;
  return true;
}

void OpenConnections::remove(const void* connection) {
  const std::lock_guard lock(mutex_);
  sockets_.erase(connection);
}

void OpenConnections::shutDownAll() {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, socket] : sockets_)
    ::shutdown(socket, SHUT_RDWR);
}

void OpenConnections::close() {
  {
    const std::lock_guard lock(mutex_);
    isClosed_ = true;
  }
  shutDownAll();
}

std::size_t OpenConnections::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

}  // namespace ssc::sim
