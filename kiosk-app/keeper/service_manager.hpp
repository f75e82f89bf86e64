// The service manager (systemd) that may have started this program: sd_notify(3) without its library.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::kiosk::keeper {

class ServiceManager {
 public:
  /// The address as NOTIFY_SOCKET gives it: a path, or "@" and an abstract name; empty: nobody listens.
  explicit ServiceManager(std::string address) : address_(std::move(address)) {}
  /// Lines of NAME=VALUE. Never blocks; what cannot be sent is lost, as sd_notify has it.
  void tell(std::string_view lines) const;

 private:
  std::string address_;
};

/// The interval in WATCHDOG_USEC, microseconds; nothing where WATCHDOG_PID (may be empty) names another
/// process than `self`.
std::optional<std::chrono::microseconds> watchdogInterval(std::string_view microseconds, std::string_view pid,
                                                          long self);

}  // namespace ssc::kiosk::keeper
