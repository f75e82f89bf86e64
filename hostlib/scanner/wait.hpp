// Internal: waits that a stop request ends at once.
#pragma once

#include <stop_token>

#include "hostlib/scanner/code_source.hpp"

namespace ssc::scanner {

enum class Waited : std::uint8_t {
  ready,  ///< there is something to read, or the end of it
  timedOut,
  stopped,
  failed,  ///< the system refused to wait
};

/// Until `descriptor` can be read without blocking. -1: only until the deadline.
Waited waitFor(int descriptor, Clock::time_point deadline, const std::stop_token& stop);

}  // namespace ssc::scanner
