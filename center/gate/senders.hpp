// Who a terminal's TLS certificate stands for, remembered by the process. What is remembered was true once:
// whoever admits a message asks the database whether it still is.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "center/gate/services.hpp"
#include "center/http/message.hpp"

namespace ssc::center {

/// A certificate that this center issued, and the terminal it stands for.
struct Sender {
  std::string devNo, signKey, fingerprint;
  crypto::Sm2PublicKey key;
};
using SenderPtr = std::shared_ptr<const Sender>;

/// Thread-safe.
class Senders {
 public:
  explicit Senders(const Services& services) : services_(services) {}

  /// 1101 for no certificate, and for one that stands for nobody or for another than `devNo`.
  Answered<SenderPtr> find(const HttpRequest& http, const std::string& devNo);
  /// It is not so any more.
  void forget(const Sender& sender);

 private:
  Answered<SenderPtr> ask(const std::string& fingerprint) const;
  SenderPtr remembered(const std::string& fingerprint);
  void remember(const SenderPtr& sender);

  const Services& services_;
  std::mutex mutex_;
  std::map<std::string, SenderPtr> known_;  ///< by fingerprint
};

}  // namespace ssc::center
