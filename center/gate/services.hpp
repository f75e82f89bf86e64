// What every part of the center is given: time, randomness, the store, its keys, its log and figures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "center/data/store.hpp"
#include "center/gate/metrics.hpp"
#include "center/gate/refusal.hpp"
#include "crypto/random.hpp"
#include "crypto/sealed.hpp"
#include "crypto/signer/sm2_signer.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::center {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual wire::TimePoint now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] wire::TimePoint now() const override;
};

/// Milliseconds since 1970, as the store keeps times.
inline std::int64_t toStored(wire::TimePoint time) {
  return time.time_since_epoch().count();
}

/// The center's own secrets. All are made by `ssc-center init`; test keys, every one.
struct CenterKeys {
  crypto::Sm2Signer sign;     ///< signs answers, receipts, forwarded messages
  crypto::FieldSealer store;  ///< keys of sign-ins at rest
  crypto::Key phoneCode;      ///< MAC of codes that phones show
  crypto::Key document;       ///< check codes of documents
  crypto::Key password;       ///< pepper of the e-cards' passwords
};

struct Rules {
  std::string area;                 ///< six digits
  std::vector<std::string> areas;   ///< own first, then the peers'
  unsigned requestsPerSecond = 50;  ///< of one terminal
  unsigned burst = 100;
  bool testPolicies = false;  ///< takes what was settled under a policy of tests
};

/// What the center shows of itself.
struct PublicFacts {
  std::string authority;  ///< PEM: who issued its TLS certificate, and those of its terminals
  std::string signKey;    ///< SM2 point, hexadecimal
};

class Peers;

struct Services {
  Store& store;
  const Clock& clock;
  crypto::RandomSource& random;
  const CenterKeys& keys;
  const Rules& rules;
  const PublicFacts& facts;
  Metrics& metrics;
  Peers& peers;
};

/// `bytes` random bytes in upper-case hexadecimal.
Answered<std::string> randomId(crypto::RandomSource& random, std::size_t bytes);

}  // namespace ssc::center
