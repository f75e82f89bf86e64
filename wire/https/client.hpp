// One service behind HTTPS: TLS 1.3 with certificates on both sides (or the service's only), one connection
// kept between calls, everything bounded and cancellable.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "wire/https/url.hpp"

namespace ssc::https {

struct Settings {
  Endpoint endpoint;
  std::string authority;    ///< PEM file: the only certificates that may have issued the service's
  std::string certificate;  ///< PEM file: this terminal's, with its chain; empty with the key: we show none
  std::string key;          ///< PEM file: the private key to it
  std::chrono::milliseconds connectLimit{3000};  ///< for each wait of the connection and of the TLS handshake
  std::chrono::milliseconds totalLimit{10000};   ///< for a whole call
  std::size_t maxAnswer = 4096;                  ///< bytes of an answer's body
  /// Whether a call over a kept connection that turns out to be closed is sent once more, over a new one.
  bool sendAgain = true;
  /// A kept connection that rested longer is not used again.
  std::chrono::milliseconds restLimit = std::chrono::hours(24);
};

/// What holds for one call only.
struct CallLimits {
  std::chrono::milliseconds connect, total;  ///< as in Settings
  std::stop_token stop;
};

struct Answer {
  int status = 0;  ///< of HTTP
  crypto::SecretBytes body;
};

enum class Fault : std::uint8_t {
  cancelled,  ///< the caller asked to stop
  tooLate,    ///< the limit of the call passed
  badFiles,   ///< authority, certificate or key cannot be used
  noConnection,
  notTrusted,  ///< TLS did not come about, or the service's certificate is not one we trust
  closed,      ///< the connection ended before the answer did
  tooLong,     ///< the answer has more than maxAnswer bytes
};

struct Error {
  Fault fault = Fault::noConnection;
  std::string what;  ///< for an integrator; no data of the call
};

class Connection;

/// One thread at a time.
class Client {
 public:
  /// Touches neither files nor network. `stop` ends a running call, and every later one, with `cancelled`.
  explicit Client(Settings settings, std::stop_token stop = {});
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Posts a JSON text. A service may close a connection that rests; so a call over a kept connection that is
  /// closed before any answer is sent once more, over a new one: requests must bear that, or the settings
  /// forbid it.
  tl::expected<Answer, Error> post(const std::string& path, crypto::ByteView body);
  /// The same within limits of its own. It ends with `cancelled` at a stop of either token.
  tl::expected<Answer, Error> post(const std::string& path, crypto::ByteView body, const CallLimits& limits);

 private:
  void dropRested();

  Settings settings_;
  std::stop_token stop_;
  std::shared_ptr<Connection> connection_;  ///< shared with a call that was abandoned, until that ends
  std::chrono::steady_clock::time_point lastUse_;
};

}  // namespace ssc::https
