// Lines of a visit out of bytes as they come. A visit that talks too long or too much is not listened to any
// more.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk-app/keeper/words.hpp"

namespace ssc::kiosk::keeper {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

class LineReader {
 public:
  /// So many lines may come at once: a minute of `alive`, kept by the socket while the keeper itself was
  /// stopped.
  static constexpr double kMostAtOnce = 120;
  /// And so many a second in the long run.
  static constexpr double kMostPerSecond = 10;

  void feed(std::string_view bytes, Time now);
  /// The next message; nothing while no line is whole.
  std::optional<Message> next();
  /// A line was too long, none of the agreed ones, or there were too many. Stays so.
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  std::string text_;
  Time filled_{};
  double allowance_ = kMostAtOnce;
  bool broken_ = false;
};

}  // namespace ssc::kiosk::keeper
