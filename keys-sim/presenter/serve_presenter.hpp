// The presenter or tray of `ssc-sim presenter` at its port: lines in and out.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "keys-sim/device/host_port.hpp"
#include "keys-sim/presenter/presenter_control.hpp"

namespace ssc::sim {

struct PresenterOptions {
  std::string listen;   ///< socket for hosts
  std::string control;  ///< socket for `ssc-sim ctl`; empty: none
  PaperPort port = PaperPort::presenter;
};

class PresenterServer final : private HostDevice {
 public:
  static tl::expected<std::unique_ptr<PresenterServer>, std::string> open(PresenterOptions options);

  /// HostPort::run
  void run(int stop) { port_->run(stop); }

 private:
  struct Talk {
    std::string text;  ///< not a whole line yet
    std::string told;  ///< the last line it got
  };

  explicit PresenterServer(PaperPort port) : holder_(port), context_(holder_) {}
  void came(HostId host) override { talks_.try_emplace(host); }
  bool hear(HostId host, apdu::ByteView bytes) override;
  void gone(HostId host) override { talks_.erase(host); }
  void work() override;
  std::string control(const std::string& line) override { return runPresenterControlLine(context_, line); }

  PaperHolder holder_;
  PresenterControlContext context_;
  std::map<HostId, Talk> talks_;
  std::unique_ptr<HostPort> port_;
};

/// Runs until `quit` or a signal (SIGINT, SIGTERM). Writes `ready` to standard output once it listens.
tl::expected<void, std::string> servePresenter(PresenterOptions options);

}  // namespace ssc::sim
