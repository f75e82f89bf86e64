// When visits fail one after the other, the next ones wait: 1 s, 2 s, 4 s … 30 s.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

#include "kiosk-app/keeper/line_reader.hpp"

namespace ssc::kiosk::keeper {

class CrashLoop {
 public:
  static constexpr std::size_t kBearable = 5;  ///< failures within the window
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr std::chrono::seconds kFirstWait{1}, kLongestWait{30};

  struct Alarm {
    std::size_t failures = 0;  ///< within the window
    std::chrono::seconds wait{};
    bool operator==(const Alarm&) const = default;
  };

  /// A visit failed; an alarm where that was one too many.
  std::optional<Alarm> failed(Time now);
  /// A visit is ready. A window's time without a failure from here on ends the loop.
  void ready(Time now);
  /// No visit is to be started earlier.
  [[nodiscard]] Time notBefore() const { return notBefore_; }

 private:
  void forget(Time now);

  std::deque<Time> failures_;
  std::optional<Time> wellSince_;
  std::chrono::seconds wait_{0};  ///< of the last failure; 0: no loop
  Time notBefore_{};
};

}  // namespace ssc::kiosk::keeper
