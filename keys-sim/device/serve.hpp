// The event loop of `ssc-sim card` and `ssc-sim psam`: a slot of a reader on one side, the control socket on
// the other.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "keys-sim/device/control_commands.hpp"

namespace ssc::sim {

struct ServeOptions {
  std::string slot;     ///< the reader's slot socket
  std::string control;  ///< empty: no control socket
  unsigned rate = 0;
  ProcedureMode procedure;
  std::string procedureName = "all";
  bool startOut = false;
  std::chrono::seconds attachWait{30};  ///< how long a reader may be away, at the start and later
};

using LoadChip = std::function<tl::expected<std::unique_ptr<Chip>, std::string>(const std::string& profile)>;

/// Runs until `quit`, a signal (SIGINT, SIGTERM) or an error. Writes `ready` to standard output once the card
/// is in (or once attached, where it starts outside).
tl::expected<void, std::string> serve(std::unique_ptr<Chip> chip, const LoadChip& load,
                                      const ServeOptions& options);

}  // namespace ssc::sim
