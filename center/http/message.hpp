// One HTTP request and its answer, as the center's handlers see them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/tls_certificate.hpp"

namespace ssc::center {

struct HttpRequest {
  std::string method;  ///< GET, POST …
  std::string target;  ///< path and query
  std::string contentType;
  std::string cookie;
  std::string userAgent;
  std::string body;
  std::string remote;                                  ///< address of the other side, without its port
  std::optional<crypto::CertificateFingerprint> peer;  ///< of the certificate it proved in the TLS handshake
};

struct HttpAnswer {
  unsigned status = 200;
  std::string contentType = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Called on a worker thread; may block on the database, nothing else.
using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;

}  // namespace ssc::center
