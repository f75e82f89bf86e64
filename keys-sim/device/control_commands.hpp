// The text commands of the control socket: one line in, one line out, `ok …` or `error: what`.
#pragma once

#include <functional>
#include <string>

#include "keys-sim/device/station.hpp"

namespace ssc::sim {

/// What a command may use.
struct ControlContext {
  Station& station;
  std::function<tl::expected<std::unique_ptr<Chip>, std::string>(const std::string& profile)> load;
  Station::Time now;
  bool quit = false;  ///< set by `quit`
};

std::string runControlLine(ControlContext& context, const std::string& line);

/// The commands with their arguments, one a line, for help texts.
std::string controlHelp();

}  // namespace ssc::sim
