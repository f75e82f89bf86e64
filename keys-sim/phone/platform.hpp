// The platform as an e-card app sees it: one question, one answer, within eight seconds.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "crypto/random.hpp"
#include "keys-sim/phone/phone_folder.hpp"
#include "wire/gateway.hpp"
#include "wire/gateway_body.hpp"
#include "wire/https/client.hpp"

namespace ssc::sim {

/// Why something was not done, in words for the holder.
struct PhoneProblem {
  unsigned infcode = 0;  ///< of the platform; 0: it did not answer, or nobody asked it
  std::string zh, en;
  bool cancelled = false;
};
template <class T>
using Told = tl::expected<T, PhoneProblem>;

class Platform {
 public:
  static constexpr std::chrono::seconds kConnectLimit{2}, kTotalLimit{8};

  /// `stop` ends a question under way, and every later one.
  static Told<Platform> make(const PhoneSettings& settings, crypto::RandomSource& random,
                             std::stop_token stop);

  template <class Body>
  Told<typename Body::Answer> ask(const Body& body) {
    const auto output = exchange(Body::kName, wire::gateway::encodeBody(body));
    if (!output) return tl::unexpected(output.error());
    auto answer = wire::gateway::decodeBody<typename Body::Answer>(output->reveal());
    if (!answer) return tl::unexpected(nonsense());
    return std::move(*answer);
  }

 private:
  Platform(wire::gateway::AppKeys keys, std::string accessId, crypto::RandomSource& random,
           std::unique_ptr<https::Client> client);
  /// The output of the reply.
  Told<crypto::SecretBytes> exchange(std::string_view name, const crypto::SecretBytes& body);
  static PhoneProblem nonsense();

  wire::gateway::AppKeys keys_;
  std::string accessId_;
  crypto::RandomSource* random_;
  std::unique_ptr<https::Client> client_;
};

}  // namespace ssc::sim
