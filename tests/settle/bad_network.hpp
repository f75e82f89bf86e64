// The way between a terminal and a center inside one process, and everything that can go wrong on it:
// requests and answers get lost, arrive twice, or late and out of order.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "center/gate/gate.hpp"
#include "hostlib/office/transport.hpp"

namespace ssc::tests {

/// Chances in a thousand, for each message.
struct Weather {
  unsigned lostRequest = 50, lostAnswer = 50, twice = 20, late = 20;
};

struct WeatherTally {
  std::uint64_t messages = 0, lostRequests = 0, lostAnswers = 0, twice = 0, late = 0;
};

/// `gate`: the center as it is at this moment; it may be another one later.
class BadNetwork final : public office::Transport {
 public:
  using Gate = std::function<center::Gate&()>;
  BadNetwork(Gate gate, crypto::CertificateFingerprint peer, const Weather& weather, std::uint64_t seed,
             WeatherTally& tally)
      : gate_(std::move(gate)), peer_(peer), weather_(weather), random_(seed), tally_(tally) {}

  tl::expected<crypto::SecretBytes, office::TransportError> post(const std::string& envelope,
                                                                 const wire::office::Limits& limits,
                                                                 std::stop_token stop) override;
  /// The way ends with the answer to the n-th message from now on; 0: it does not.
  void cutAfter(unsigned messages) {
    left_ = messages;
    isCut_ = false;
  }
  /// From now on everything arrives.
  void calm() { weather_ = {0, 0, 0, 0}; }

 private:
  std::string deliver(const std::string& envelope);
  bool happens(unsigned chance) { return random_() % 1000 < chance; }

  Gate gate_;
  crypto::CertificateFingerprint peer_;
  Weather weather_;
  std::mt19937_64 random_;
  WeatherTally& tally_;
  std::vector<std::string> held_;  ///< on their way, to arrive late
  unsigned left_ = 0;
  bool isCut_ = false;
};

}  // namespace ssc::tests
