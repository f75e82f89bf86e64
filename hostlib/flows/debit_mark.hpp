// What a face must know of a debit to say the right thing when anything behind it fails, memory included.
#pragma once

#include <atomic>

namespace ssc::flows {

/// Open from the moment DEBIT FOR PURCHASE goes out until it is certain that nothing was debited, or that the
/// caller is told why the debit is refused. While it is open every failure is Reason::debitUncertain. Shared
/// by a face and its flow, which may be left behind.
class DebitMark {
 public:
  void sent() noexcept { open_ = true; }
  void settled() noexcept { open_ = false; }
  [[nodiscard]] bool isOpen() const noexcept { return open_; }

 private:
  std::atomic<bool> open_{false};
};

}  // namespace ssc::flows
