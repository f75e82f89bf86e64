#include "hostlib/capi/process_state.hpp"

#include <thread>

namespace ssc::capi {

// Never destroyed: a watcher may still be there when the process ends. The reader is then freed by the
// service, which resets the cards of a program that went away.
ProcessState& ProcessState::get() {
  static ProcessState& state = *new ProcessState;
  return state;
}

void ProcessState::keepFor(std::chrono::milliseconds limit) {
  until_ = Clock::now() + limit;
  changed_.notify_all();
  if (watched_) return;
  std::thread([this] { watch(); }).detach();
  watched_ = true;
}

void ProcessState::endSession() {
  session_.end();
  changed_.notify_all();
}

// Lives as long as a session does.
void ProcessState::watch() {
  auto mine = turn();
  while (session_.isOpen()) {
    changed_.wait_until(mine, until_);
    if (Clock::now() >= until_) session_.end();
  }
  watched_ = false;
}

}  // namespace ssc::capi
