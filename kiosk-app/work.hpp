// Where card and network work is done: a thread of its own, one job after the other. Results come back on the
// thread of the screen.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace ssc::kiosk {

class Work : public QObject {
  Q_OBJECT

 public:
  explicit Work(QObject* parent = nullptr);
  ~Work() override;

  /// `job` runs on the worker and is stopped through its token; `then` gets what it gave, on this object's
  /// thread, and not at all once the job was stopped.
  template <class T>
  void run(std::function<T(std::stop_token)> job, std::function<void(T)> then) {
    const std::stop_token stop = token();
    add([this, stop, job = std::move(job), then = std::move(then)] {
      auto value = std::make_shared<T>(job(stop));
      QMetaObject::invokeMethod(
          this,
          [stop, then, value] {
            if (!stop.stop_requested()) then(std::move(*value));
          },
          Qt::QueuedConnection);
    });
  }
  /// Runs even when everything else is stopped: an end that is owed.
  void runToEnd(std::function<void()> job, std::function<void()> then);
  /// What runs and what waits ends without a result.
  void stop();
  /// The same, and nothing is at work any more when it returns: before what the jobs use is gone.
  void close();
  /// Of the jobs that are given from now on, until the next stop().
  [[nodiscard]] std::stop_token token() const { return current_.get_token(); }

 private:
  void add(std::function<void()> job);
  void serve(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<std::function<void()>> jobs_;
  std::stop_source current_;
  std::jthread thread_;
};

}  // namespace ssc::kiosk
