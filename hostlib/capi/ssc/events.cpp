#include "hostlib/capi/ssc/events.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "apdu/pcsc/watcher.hpp"

namespace ssc::capi {
namespace {

using namespace std::chrono_literals;
using pcsc::EventKind;

constexpr auto kRound = 60s;         // one wait for events; then the next
constexpr auto kLookAgain = 500ms;   // while there is no smart-card service
constexpr auto kLongestEnding = 2s;  // what a thread may take to end

struct EventRow {
  EventKind kind;
  int number;
};
constexpr std::array kEvents{
    EventRow{EventKind::readerArrived, SSC_EVENT_READER_ADDED},
    EventRow{EventKind::readerLeft, SSC_EVENT_READER_REMOVED},
    EventRow{EventKind::cardInserted, SSC_EVENT_CARD_INSERTED},
    EventRow{EventKind::cardMute, SSC_EVENT_CARD_INSERTED},
    EventRow{EventKind::cardRemoved, SSC_EVENT_CARD_REMOVED},
};

}  // namespace

// Owned by the watch and by its thread, which may outlive it.
struct EventWatch::Shared {
  ssc_event_callback callback = nullptr;
  void* user = nullptr;
  std::stop_source stop;
  std::mutex gate;  ///< held while the callback runs
  std::condition_variable_any changed;
  bool isClosed = false, hasEnded = false;

  void tell(const pcsc::Event& event) {
    const std::lock_guard lock(gate);
    if (isClosed) return;
    callback(user, std::ranges::find(kEvents, event.kind, &EventRow::kind)->number, event.reader.c_str());
  }

  void pause() {
    std::unique_lock lock(gate);
    changed.wait_for(lock, stop.get_token(), kLookAgain, [] { return false; });
  }

  void follow() {
    pcsc::Watcher watcher;
    while (!stop.stop_requested()) {
      const auto events = watcher.waitFor(pcsc::Clock::now() + kRound, stop.get_token());
      if (events) {
        for (const pcsc::Event& event : *events)
          tell(event);
      } else if (events.error() != apdu::ChannelError::timedOut) {
        pause();
      }
    }
  }

  void end() {
    const std::lock_guard lock(gate);
    hasEnded = true;
    changed.notify_all();
  }
};

EventWatch::EventWatch(ssc_event_callback callback, void* user) : shared_(std::make_shared<Shared>()) {
  shared_->callback = callback;
  shared_->user = user;
  // Nothing is joined: the end of the thread is waited for below, and one that hangs is left behind.
  std::thread([shared = shared_]() noexcept {
    try {
      shared->follow();
    } catch (...) {
      shared->stop.request_stop();  // out of memory: the watch is silent from here on
    }
    shared->end();
  }).detach();
}

EventWatch::~EventWatch() {
  shared_->stop.request_stop();
  std::unique_lock lock(shared_->gate);
  shared_->isClosed = true;
  shared_->changed.wait_for(lock, kLongestEnding, [this] { return shared_->hasEnded; });
}

}  // namespace ssc::capi
