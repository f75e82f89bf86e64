#include "apdu/pcsc/cancellable_wait.hpp"

#include <atomic>
#include <system_error>
#include <thread>

namespace ssc::pcsc {
namespace {

constexpr std::chrono::milliseconds kRepeat{5};
constexpr int kMaxRepeats = 400;

/// One wait under way; owned by the waiting and the cancelling thread.
struct Wait {
  explicit Wait(std::shared_ptr<Context> where) : context(std::move(where)) {}
  std::shared_ptr<Context> context;
  std::atomic<bool> isOver{false};
};

/// The service forgets a cancel that arrives before the wait, so it is repeated until the wait is over.
void cancelUntilOver(const std::shared_ptr<Wait>& wait) {
  for (int i = 0; i < kMaxRepeats && !wait->isOver.load(); ++i) {
    wait->context->cancel();
    std::this_thread::sleep_for(kRepeat);
  }
}

/// On a thread of its own: SCardCancel talks to the service, and who requests a stop must not wait for that.
void startCancelling(const std::shared_ptr<Wait>& wait) noexcept {
  try {
    std::thread(cancelUntilOver, wait).detach();
  } catch (const std::system_error&) {
    return;  // no thread to be had: the wait ends by its own bound
  }
}

}  // namespace

Code cancellableWait(const std::shared_ptr<Context>& context, std::span<SCARD_READERSTATE> states,
                     std::chrono::milliseconds wait, const std::stop_token& stop) {
  const auto shared = std::make_shared<Wait>(context);
  const std::stop_callback onStop(stop, [shared]() noexcept { startCancelling(shared); });
  const auto code = static_cast<Code>(SCardGetStatusChange(
      context->handle(), static_cast<DWORD>(wait.count()), states.data(), states.size()));
  shared->isOver.store(true);
  return code;
}

}  // namespace ssc::pcsc
