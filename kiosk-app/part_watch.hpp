// Whether a part of the kiosk is there, looked at again and again on a thread of its own: so it is noticed,
// and noticed again when it is back, without anybody's touch.
#pragma once

#include <QObject>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace ssc::kiosk {

class PartWatch : public QObject {
  Q_OBJECT

 public:
  struct Look {
    bool there = false;
    std::chrono::milliseconds next{};  ///< until the next look; 0: as for what is missing
  };
  /// One look, on the watch's thread; ends at once for the stop.
  using Probe = std::function<Look(const std::stop_token&)>;

  explicit PartWatch(QObject* parent = nullptr) : QObject(parent) {}
  ~PartWatch() override { end(); }

  /// Until then, and without a probe for ever, nothing is missing.
  void begin(Probe probe);
  /// Nothing looks any more when it returns.
  void end();
  /// Somebody noticed something: now, not when it is time.
  void lookNow();

  [[nodiscard]] bool isMissing() const { return missing_; }

 Q_SIGNALS:
  /// After the first look that is no doubt, and whenever it is otherwise.
  void changed();

 private:
  void follow(const std::stop_token& stop);
  void pause(std::chrono::milliseconds time, const std::stop_token& stop);
  void tell(bool missing);

  Probe probe_;
  bool missing_ = false;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool wanted_ = false;
  std::jthread thread_;
};

}  // namespace ssc::kiosk
