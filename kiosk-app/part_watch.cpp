#include "kiosk-app/part_watch.hpp"

#include <QMetaObject>
#include <optional>

namespace ssc::kiosk {
namespace {

constexpr int kMisses = 2;  // looks in a row: one that failed may be chance
constexpr std::chrono::milliseconds kDoubt{500}, kLost{2000};

}  // namespace

void PartWatch::begin(Probe probe) {
  if (!probe || thread_.joinable()) return;
  probe_ = std::move(probe);
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

void PartWatch::end() {
  thread_ = {};
}

void PartWatch::lookNow() {
  const std::lock_guard lock(mutex_);
  wanted_ = true;
  wake_.notify_all();
}

void PartWatch::follow(const std::stop_token& stop) {
  int misses = 0;
  std::optional<bool> told;
  while (!stop.stop_requested()) {
    const Look look = probe_(stop);
    if (stop.stop_requested()) return;
    misses = look.there ? 0 : misses + 1;
    const bool doubtful = misses > 0 && misses < kMisses && told != true;
    if (!doubtful && told != (misses > 0)) tell(*(told = misses > 0));
    const auto usual = look.next.count() > 0 ? look.next : kLost;
    pause(doubtful ? kDoubt : usual, stop);
  }
}

void PartWatch::pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, time, [this] { return wanted_; });
  wanted_ = false;
}

void PartWatch::tell(bool missing) {
  QMetaObject::invokeMethod(
      this,
      [this, missing] {
        missing_ = missing;
        Q_EMIT changed();
      },
      Qt::QueuedConnection);
}

}  // namespace ssc::kiosk
