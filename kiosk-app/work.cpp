#include "kiosk-app/work.hpp"

#include <QMetaObject>

namespace ssc::kiosk {

Work::Work(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Work::~Work() {
  close();
}

void Work::close() {
  stop();
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Work::stop() {
  current_.request_stop();
  current_ = std::stop_source();
}

void Work::runToEnd(std::function<void()> job, std::function<void()> then) {
  add([this, job = std::move(job), then = std::move(then)] {
    job();
    QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
  });
}

void Work::add(std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void Work::serve(const std::stop_token& stop) {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !jobs_.empty(); })) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace ssc::kiosk
