// --verbose: message names, lengths and slot events on stderr. It never sees a payload.
#pragma once

#include "firmware/core/clock.hpp"
#include "firmware/core/tracer.hpp"

namespace ssc::fw::host {

class EventLog final : public Tracer {
 public:
  explicit EventLog(const Clock& clock) : clock_(clock), start_(clock.now()) {}

  void onCommand(const MessageHead& head) override;
  void onAnswer(const MessageHead& head) override;
  void onPresence(std::size_t slot, bool present) const;

 private:
  [[nodiscard]] double seconds() const;

  const Clock& clock_;
  Instant start_;
};

}  // namespace ssc::fw::host
