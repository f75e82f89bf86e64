// The sign of life: one message a minute, and sooner while the link is in doubt. For a program that stays,
// the kiosk; `ssc` says what it has to say and ends.
#pragma once

#include <functional>

#include "hostlib/office/client.hpp"

namespace ssc::office {

/// What a heartbeat says of the terminal. Nothing personal.
struct Vitals {
  bool session = false;     ///< somebody is signed in
  std::uint32_t queue = 0;  ///< messages waiting to be sent
  std::uint32_t alarm = 0;  ///< greatest open level, 0 to 5
};

/// Runs on a thread of the caller: std::jthread([&](std::stop_token stop) { heartbeat.run(stop); }).
class Heartbeat {
 public:
  static constexpr std::chrono::seconds kInterval{60};  ///< ± 10 %; a center may ask for another
  static constexpr std::chrono::seconds kProbe{10};     ///< while SUSPECT: three failures fit into 30 seconds
  static constexpr std::chrono::seconds kLeast{10}, kMost{600};  ///< whatever a center asks for

  /// `vitals` is called on the thread that runs, and must not block. Everything is borrowed.
  Heartbeat(Client& client, Clock& clock, crypto::RandomSource& random, std::function<Vitals()> vitals);

  /// Until `stop`; returns at once then.
  void run(const std::stop_token& stop);
  /// One heartbeat, and how long to wait for the next.
  std::chrono::milliseconds beat(const std::stop_token& stop);

 private:
  [[nodiscard]] std::chrono::milliseconds spread(std::chrono::milliseconds interval);

  Client& client_;
  Clock& clock_;
  crypto::RandomSource& random_;
  std::function<Vitals()> vitals_;
  std::chrono::seconds interval_ = kInterval;
};

}  // namespace ssc::office
