// An asynchronous HTTP/1.1 server: connections cost memory, not threads; every wait has an end. Boost.Beast.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "center/http/message.hpp"
#include "center/http/tls_files.hpp"

namespace ssc::center {

enum class Security : std::uint8_t {
  mutualTls,  ///< TLS 1.3; the other side proves a certificate of our authority
  tls,        ///< TLS 1.3; only we prove ours
  plain,      ///< for the machine's own tools
};

struct ListenerSettings {
  std::string name;        ///< in logs
  std::string address;     ///< numeric
  std::uint16_t port = 0;  ///< 0: any free one
  Security security = Security::mutualTls;
  TlsFiles files;
  std::size_t maxBody = std::size_t{256} * 1024;  ///< bytes; more is answered 413
  /// One path whose bodies may be longer: messages with a file. Empty: none.
  std::string largePath;
  std::size_t maxLargeBody = 0;                   ///< bytes
  std::size_t maxHeader = std::size_t{8} * 1024;  ///< bytes
  std::size_t maxConnections = 10'000;            ///< more are closed at once
  std::size_t maxWaiting = 512;                   ///< requests that wait for a worker; more are answered 503
  std::chrono::milliseconds handshakeLimit{10'000};
  std::chrono::milliseconds idleLimit{120'000};    ///< between two requests
  std::chrono::milliseconds requestLimit{20'000};  ///< from the first byte of a request to its last
  std::chrono::milliseconds writeLimit{20'000};
  std::chrono::milliseconds drainLimit{2'000};  ///< for what is still coming after a refusal
};

struct ListenerCounts {
  std::atomic<std::int64_t> open{0};      ///< connections
  std::atomic<std::uint64_t> refused{0};  ///< connections above the limit
  std::atomic<std::int64_t> waiting{0};   ///< requests handed to the workers
};

/// One address that is listened on. It runs on `io`, its handler on `workers`; both outlive it.
class HttpServer {
 public:
  /// Listens already when it returns. The error is for the operator.
  static tl::expected<std::unique_ptr<HttpServer>, std::string> start(boost::asio::io_context& io,
                                                                      boost::asio::thread_pool& workers,
                                                                      const ListenerSettings& settings,
                                                                      HttpHandler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] const ListenerCounts& counts() const;
  /// No new connections; those that are open end after the request they are at. From any thread.
  void stop();

  struct Shared;

 private:
  explicit HttpServer(std::shared_ptr<Shared> shared);
  std::shared_ptr<Shared> shared_;
};

}  // namespace ssc::center
