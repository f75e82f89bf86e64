// The text commands of a presenter's or tray's control socket: the printer's rollers, the citizen's hand, the
// cable.
#pragma once

#include <string>

#include "keys-sim/device/host_port.hpp"
#include "keys-sim/presenter/presenter.hpp"

namespace ssc::sim {

struct PresenterControlContext : PortState {
  explicit PresenterControlContext(PaperHolder& own) : holder(own) {}
  PaperHolder& holder;
};

std::string runPresenterControlLine(PresenterControlContext& context, const std::string& line);
std::string presenterControlHelp();

}  // namespace ssc::sim
