#include "firmware/ports/host/event_log.hpp"

#include <cstdio>

#include "firmware/core/ccid.hpp"

namespace ssc::fw::host {

double EventLog::seconds() const {
  return static_cast<double>(clock_.now() - start_) / 1e6;
}

void EventLog::onCommand(const MessageHead& head) {
  std::fprintf(stderr, "%12.6f slot %u -> %s seq %02X, %zu bytes\n", seconds(), unsigned{head.slot},
               ccid::nameOf(head.type), unsigned{head.seq}, head.length);
}

void EventLog::onAnswer(const MessageHead& head) {
  std::fprintf(stderr, "%12.6f slot %u <- %s seq %02X, %zu bytes, bStatus %02X bError %02X\n", seconds(),
               unsigned{head.slot}, ccid::nameOf(head.type), unsigned{head.seq}, head.length,
               unsigned{head.status}, unsigned{head.error});
}

void EventLog::onPresence(std::size_t slot, bool present) const {
  std::fprintf(stderr, "%12.6f slot %zu card %s\n", seconds(), slot, present ? "in" : "out");
}

}  // namespace ssc::fw::host
