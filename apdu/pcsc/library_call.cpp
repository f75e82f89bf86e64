#include "apdu/pcsc/library_call.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace ssc::pcsc {
namespace {

constexpr std::chrono::milliseconds kLookAgain{1};
constexpr int kLooks = 1000;

// Of the process, as the library's lists are. Without destructors: they are asked after the end has begun.
constinit std::atomic<bool> isEnding{false};
constinit std::atomic<int> underWay{0};
constinit std::timed_mutex turn;

/// Runs before the library's own end: objects of a program and of its libraries go first.
struct End {
  End() = default;
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End() {
    isEnding = true;
    for (int i = 0; i < kLooks && underWay != 0; ++i)
      std::this_thread::sleep_for(kLookAgain);
  }
};

}  // namespace

LibraryCall::LibraryCall() noexcept {
  static const End end;
  if (isEnding) return;
  ++underWay;  // whoever is counted is waited for, or sees the end
  hasTurn_ = turn.try_lock_for(kTurn);
  isAllowed_ = !isEnding;
  if (!isAllowed_) leave();
}

LibraryCall::~LibraryCall() {
  if (isAllowed_) leave();
}

void LibraryCall::leave() const noexcept {
  if (hasTurn_) turn.unlock();
  --underWay;
}

}  // namespace ssc::pcsc
