// Presenter and tray sensor as devices on unix sockets: docs/paper-ports.md.
#pragma once

#include "hostlib/printer/line_port.hpp"
#include "hostlib/printer/patience.hpp"
#include "hostlib/printer/presenter.hpp"

namespace ssc::printer {

/// A device that was connected to and says nothing within a second: timedOut.
class PresenterPort final : public Presenter {
 public:
  explicit PresenterPort(std::string socket) : port_(std::move(socket)) {}
  Result<Presented> look() override;
  Result<void> retract() override { return port_.say("retract"); }

 private:
  LinePort port_;
};

class TrayPort final : public TraySensor {
 public:
  explicit TrayPort(std::string socket) : port_(std::move(socket)) {}
  Result<bool> paperLies() override;

 private:
  LinePort port_;
};

}  // namespace ssc::printer
