#include "hostlib/office/heartbeat.hpp"

#include <algorithm>

#include "hostlib/office/jitter.hpp"

namespace ssc::office {

Heartbeat::Heartbeat(Client& client, Clock& clock, crypto::RandomSource& random,
                     std::function<Vitals()> vitals)
    : client_(client), clock_(clock), random_(random), vitals_(std::move(vitals)) {}

void Heartbeat::run(const std::stop_token& stop) {
  while (!stop.stop_requested() && clock_.wait(beat(stop), stop)) {
  }
}

std::chrono::milliseconds Heartbeat::beat(const std::stop_token& stop) {
  const Vitals vitals = vitals_();
  client_.link().setBacklog(vitals.queue);
  const auto answer = client_.call(wire::office::Heartbeat{std::string(toText(client_.link().current())),
                                                           vitals.session, vitals.queue, vitals.alarm},
                                   {"", stop});
  if (answer) interval_ = std::clamp(std::chrono::seconds(answer->interval), kLeast, kMost);
  if (client_.link().current() == Link::suspect) return kProbe;
  const auto wait = spread(interval_);
  return answer ? wait : std::max<std::chrono::milliseconds>(wait, answer.error().wait);
}

// Terminals that were switched on together do not beat together.
std::chrono::milliseconds Heartbeat::spread(std::chrono::milliseconds interval) {
  constexpr std::uint32_t kPercent = 10;
  return jittered(interval, kPercent, random_);
}

}  // namespace ssc::office
