// PINs entered on the screen: for the simulation only, and the screen says so. The digits never are text of
// Qt: they go from the key that was pressed into wiped memory.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

#include "hostlib/flows/pin_source.hpp"

namespace ssc::kiosk {

class ScreenPin final : public flows::PinSource {
 public:
  /// `wanted` is called on the thread of the flow when an entry begins.
  ScreenPin(std::chrono::milliseconds limit, std::stop_token stop,
            std::function<void(flows::PinPrompt)> wanted)
      : limit_(limit), stop_(std::move(stop)), wanted_(std::move(wanted)) {}

  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt prompt) override;

  /// 0 to 9; how many digits there are now.
  std::size_t press(int digit);
  std::size_t erase();
  void confirm();
  void cancel();

 private:
  enum class State : std::uint8_t { idle, entering, confirmed, cancelled };
  static constexpr std::size_t kMost = 12;  // digits of ISO 9564

  std::chrono::milliseconds limit_;
  std::stop_token stop_;
  std::function<void(flows::PinPrompt)> wanted_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  State state_ = State::idle;
  crypto::SecretBytes digits_{kMost};
  std::size_t count_ = 0;
};

}  // namespace ssc::kiosk
