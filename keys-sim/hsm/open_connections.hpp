// The TLS connections of a server that are open: so that they can be ended from outside.
#pragma once

#include <map>
#include <mutex>
#include <openssl/ssl.h>

namespace ssc::sim {

/// Outlives the SSL objects it knows.
class OpenConnections {
 public:
  OpenConnections() = default;
  OpenConnections(const OpenConnections&) = delete;
  OpenConnections& operator=(const OpenConnections&) = delete;

  /// From now on, until OpenSSL frees it. False: after close(), or OpenSSL has no memory.
  bool add(SSL& connection);
  /// Ends every connection: its thread sees the end of the stream.
  void shutDownAll();
  /// The same, and no connection may follow: one may still be in its handshake.
  void close();
  /// How many there have been.
  [[nodiscard]] std::size_t count() const;

 private:
  void remove(const void* connection);
  static int exDataIndex();
  static void onFree(void* parent, void* self, CRYPTO_EX_DATA* data, int index, long argument, void* pointer);

  mutable std::mutex mutex_;
  std::map<const void*, int> sockets_;
  std::size_t count_ = 0;
  bool isClosed_ = false;
};

}  // namespace ssc::sim
