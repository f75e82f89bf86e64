#include "hostlib/capi/ssc/handle.hpp"

namespace ssc::capi {

using flows::Failure;
using flows::Outcome;

void CancelSwitch::set(std::optional<std::stop_source> stop) {
  const std::lock_guard lock(mutex_);
  stop_ = std::move(stop);
}

// Callbacks of the stop run here: not under the lock.
void CancelSwitch::cancel() {
  std::optional<std::stop_source> stop;
  {
    const std::lock_guard lock(mutex_);
    stop = stop_;
  }
  if (stop) stop->request_stop();
}

int Handle::finish(const Outcome<void>& outcome) {
  if (outcome) {
    failure_.reset();
    return 0;
  }
  failure_ = outcome.error();
  return failure_->code();
}

int Handle::tell(const Output& out, std::string (*words)(const Failure*)) const noexcept {
  try {
    if (const auto usable = out.check(); !usable) return usable.error().code();
    const std::lock_guard turn(turn_);
    const auto written = out.write(textResult(words(failure_ ? &*failure_ : nullptr)).reveal());
    return written ? 0 : written.error().code();
  } catch (...) {
    return refuse(flows::Reason::internalError);
  }
}

std::string chineseWords(const Failure* failure) {
  return failure == nullptr ? std::string() : failure->zh();
}

std::string englishWords(const Failure* failure) {
  return failure == nullptr ? std::string() : failure->en();
}

std::string failureJson(const Failure* failure) {
  const render::Json json = failure == nullptr ? render::Json::object() : render::failure(*failure);
  return json.dump(-1, ' ', false, render::Json::error_handler_t::replace);
}

}  // namespace ssc::capi
