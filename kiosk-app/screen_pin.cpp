#include "kiosk-app/screen_pin.hpp"

#include "crypto/bytes.hpp"

namespace ssc::kiosk {

using flows::Failure;
using flows::Outcome;
using flows::Reason;

Outcome<crypto::SecretBytes> ScreenPin::ask(flows::PinPrompt prompt) {
  {
    const std::scoped_lock lock(mutex_);
    state_ = State::entering;
    count_ = 0;
  }
  wanted_(prompt);
  std::unique_lock lock(mutex_);
  const bool ended = wake_.wait_for(lock, stop_, limit_, [this] { return state_ != State::entering; });
  const State state = std::exchange(state_, State::idle);
  crypto::SecretBytes entered(digits_.reveal().first(count_));
  digits_ = crypto::SecretBytes(kMost);
  count_ = 0;
  if (state == State::confirmed) return entered;
  const bool timedOut = !ended && !stop_.stop_requested();
  return tl::unexpected(
      Failure{timedOut ? Reason::pinTimedOut : Reason::pinCancelled, "PIN on the screen", {}});
}

std::size_t ScreenPin::press(int digit) {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::entering && count_ < kMost && digit >= 0 && digit <= 9)
    digits_.revealMutable()[count_++] = static_cast<std::uint8_t>('0' + digit);
  return count_;
}

std::size_t ScreenPin::erase() {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::entering && count_ > 0) digits_.revealMutable()[--count_] = 0;
  return count_;
}

void ScreenPin::confirm() {
  {
    const std::scoped_lock lock(mutex_);
    if (state_ == State::entering) state_ = State::confirmed;
  }
  wake_.notify_all();
}

void ScreenPin::cancel() {
  {
    const std::scoped_lock lock(mutex_);
    if (state_ == State::entering) state_ = State::cancelled;
  }
  wake_.notify_all();
}

}  // namespace ssc::kiosk
