// What stands between the printer and the citizen's hand: a presenter, which holds the finished pages out and
// can take them back, or a tray with a sensor, or neither. docs/paper-ports.md
#pragma once

#include <cstdint>

#include "hostlib/printer/error.hpp"

namespace ssc::printer {

/// Where the last bundle of pages is.
struct Presented {
  enum class Where : std::uint8_t { none, presented, taken, retracted, stuck };
  Where where = Where::none;
  unsigned bundle = 0;  ///< counts what was held out since the device started
};

/// From one thread at a time. No call waits longer than a second.
class Presenter {
 public:
  Presenter() = default;
  Presenter(const Presenter&) = delete;
  Presenter& operator=(const Presenter&) = delete;
  virtual ~Presenter() = default;

  virtual Result<Presented> look() = 0;
  /// Begins to take the pages back; look() tells whether they are.
  virtual Result<void> retract() = 0;
};

class TraySensor {
 public:
  TraySensor() = default;
  TraySensor(const TraySensor&) = delete;
  TraySensor& operator=(const TraySensor&) = delete;
  virtual ~TraySensor() = default;

  /// Whether paper lies in the tray. Waits a second at most.
  virtual Result<bool> paperLies() = 0;
};

}  // namespace ssc::printer
