// Internal: the connection of a Client, and the one thread that works on it.
#pragma once

#include <httplib.h>

#include "wire/https/breaker.hpp"
#include "wire/https/client.hpp"

namespace ssc::https {

class Connection {
 public:
  using Outcome = tl::expected<Answer, Error>;

  explicit Connection(const Settings& settings);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// For the posts that follow; on the thread that posts.
  void limit(std::chrono::milliseconds connect, std::chrono::milliseconds total);
  /// Blocks, at worst until cut() and then as long as a name server may take.
  Outcome post(const std::string& path, const crypto::SecretBytes& body);
  /// From any thread: ends post() early; the connection is of no use afterwards.
  void cut() { breaker_.cut(); }

 private:
  Outcome postOnce(const std::string& path, const crypto::SecretBytes& body);
  [[nodiscard]] Error errorOf(httplib::Error error) const;

  std::size_t maxAnswer_;
  bool sendAgain_;
  const char* mistake_ = nullptr;  ///< in the settings; with one nothing is ever sent
  Breaker breaker_;
  std::unique_ptr<httplib::SSLClient> client_;
};

}  // namespace ssc::https
