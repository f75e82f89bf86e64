// One center, put together: store, keys, peers, gate; and the listeners of `ssc-center serve`.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "center/gate/gate.hpp"
#include "center/program/state_folder.hpp"

namespace ssc::center {

/// Everything a command of `ssc-center` works with. The members refer to each other: it stays where it is.
class Center {
 public:
  static Loaded<std::unique_ptr<Center>> open(const StateFolder& folder);
  Center(const Center&) = delete;
  Center& operator=(const Center&) = delete;

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const Services& services() const { return *services_; }

 private:
  Center(Settings settings, CenterKeys keys, PublicFacts facts, std::vector<PeerSettings> peers,
         std::unique_ptr<Store> store);

  Settings settings_;
  CenterKeys keys_;
  PublicFacts facts_;
  Rules rules_;
  Peers peers_;
  Metrics metrics_;
  SystemClock clock_;
  crypto::SystemRandom random_;
  std::unique_ptr<Store> store_;
  std::optional<Services> services_;
};

struct ServePlan {
  std::string terminals;  ///< address:port of the terminals' listener, mutual TLS; port 0: any
  std::string open;       ///< of the open one, TLS: registration, phones, citizens' page
  std::string tools;      ///< of the machine's own, plain: /healthz, /metrics
  std::string log;        ///< a file; empty: standard error
};

/// Serves until stopped; then no new connections, and what is under way ends. Prints one line "ready
/// terminals=PORT open=PORT tools=PORT" when it listens.
Loaded<void> serve(const StateFolder& folder, const ServePlan& plan, const std::stop_token& stop);

}  // namespace ssc::center
