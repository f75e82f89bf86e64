// The real way: HTTPS, TLS 1.3, certificates on both sides.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "hostlib/office/transport.hpp"
#include "wire/https/client.hpp"

namespace ssc::office {

class HttpsTransport final : public Transport {
 public:
  /// Of `link`, endpoint and files count; files are read at the first message.
  HttpsTransport(https::Settings link, std::string path);
  ~HttpsTransport() override;
  tl::expected<crypto::SecretBytes, TransportError> post(const std::string& envelope,
                                                         const wire::office::Limits& limits,
                                                         std::stop_token stop) override;

 private:
  std::unique_ptr<https::Client> take();
  void giveBack(std::unique_ptr<https::Client> client);

  https::Settings link_;
  std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<https::Client>> idle_;  ///< each with its connection, if it still has one
};

}  // namespace ssc::office
