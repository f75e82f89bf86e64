// What the simulated HSM does wrong on demand.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace ssc::sim {

/// How a request is answered.
enum class AnswerMode : std::uint8_t {
  right,
  hang,      ///< not at all, until the mode changes
  close,     ///< the connection ends in the middle of the answer
  nonsense,  ///< something that is not JSON
  other,     ///< a good JSON object, but of no message
  oversize,  ///< far more than any answer has
};

struct AnswerModeRow {
  AnswerMode mode;
  std::string_view name;
};
inline constexpr std::array kAnswerModes{
    AnswerModeRow{AnswerMode::right, "right"}, AnswerModeRow{AnswerMode::hang, "hang"},
    AnswerModeRow{AnswerMode::close, "close"}, AnswerModeRow{AnswerMode::nonsense, "nonsense"},
    AnswerModeRow{AnswerMode::other, "other"}, AnswerModeRow{AnswerMode::oversize, "oversize"},
};

/// Set by the control socket, asked by the threads that answer.
class HsmFaults {
 public:
  struct Settings {
    AnswerMode mode = AnswerMode::right;
    std::string certificate = "server";  ///< a name of serverCertificates()
    std::chrono::milliseconds delay{0};
    std::set<std::string> refused;  ///< key references
  };

  [[nodiscard]] Settings settings() const {
    const std::lock_guard lock(mutex_);
    return settings_;
  }

  template <class Change>
  void change(Change change) {
    const std::lock_guard lock(mutex_);
    change(settings_);
    changed_.notify_all();
  }

  /// How to answer a request that comes now: waits out the delay and a hang, but not beyond end().
  [[nodiscard]] AnswerMode answerMode() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, settings_.delay, [this] { return ended_; });
    changed_.wait(lock, [this] { return ended_ || settings_.mode != AnswerMode::hang; });
    return ended_ ? AnswerMode::close : settings_.mode;
  }

  /// Nobody waits any more.
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Settings settings_;
  bool ended_ = false;
};

}  // namespace ssc::sim
