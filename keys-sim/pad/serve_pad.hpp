// The pad of `ssc-sim pad` at its port: messages in and out of frames.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "crypto/random.hpp"
#include "keys-sim/device/host_port.hpp"
#include "keys-sim/pad/pad_control.hpp"
#include "keys-sim/pad/pin_pad.hpp"
#include "wire/pin_pad.hpp"

namespace ssc::sim {

struct PadOptions {
  std::string listen;             ///< socket for hosts
  std::string control;            ///< socket for `ssc-sim ctl`; empty: none
  crypto::SecretBytes automatic;  ///< PinPad::setAutomatic
};

class PadServer final : private HostDevice {
 public:
  static tl::expected<std::unique_ptr<PadServer>, std::string> open(PadOptions options);

  /// HostPort::run
  void run(int stop) { port_->run(stop); }

 private:
  explicit PadServer(crypto::SecretBytes automatic);
  void came(HostId host) override { messages_.try_emplace(host); }
  bool hear(HostId host, apdu::ByteView bytes) override;
  void gone(HostId host) override;
  void work() override { pad_.runDue(Clock::now()); }
  [[nodiscard]] std::optional<Clock::time_point> nextDue() const override { return pad_.nextDue(); }
  std::string control(const std::string& line) override { return runPadControlLine(context_, line); }

  crypto::SystemRandom random_;
  PinPad pad_;
  PadControlContext context_;
  std::map<HostId, wire::pad::MessageReader> messages_;
  std::unique_ptr<HostPort> port_;
};

/// Runs until `quit` or a signal (SIGINT, SIGTERM). Writes `ready` to standard output once it listens.
tl::expected<void, std::string> servePad(PadOptions options);

}  // namespace ssc::sim
