// One connection, with mutual TLS 1.3 or in the open, and just enough HTTP/1.1 to post on it: what a load
// generator spends besides signatures is time that the server lacks on the same cores.
#pragma once

#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace ssc::bench {

/// PEM files; read once for all connections.
class TlsClient {
 public:
  TlsClient(const std::string& authority, const std::string& certificate, const std::string& key);
  [[nodiscard]] SSL_CTX* context() const { return context_.get(); }

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
};

class HttpConnection {
 public:
  /// In the open, to 127.0.0.1. Whatever fails ends the program.
  explicit HttpConnection(std::uint16_t port);
  /// With a full handshake, never a resumed one.
  HttpConnection(const TlsClient& client, std::uint16_t port);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection();

  /// The body of the answer, which must be 200.
  std::string post(const std::string& path, const std::string& body);
  /// What comes first, of whatever answer, to a request that ends the connection.
  char firstByte();

 private:
  void send(const std::string& text);
  void receive(std::string& text);

  int fd_ = -1;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

}  // namespace ssc::bench
