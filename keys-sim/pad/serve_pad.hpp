// The event loop of `ssc-sim pad`: hosts on one socket, the control socket on the other.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "crypto/random.hpp"
#include "keys-sim/device/line_server.hpp"
#include "keys-sim/pad/pad_control.hpp"

namespace ssc::sim {

struct PadOptions {
  std::string listen;             ///< socket for hosts
  std::string control;            ///< socket for `ssc-sim ctl`; empty: none
  crypto::SecretBytes automatic;  ///< PinPad::setAutomatic
};

class PadServer {
 public:
  static tl::expected<std::unique_ptr<PadServer>, std::string> open(PadOptions options);
  PadServer(const PadServer&) = delete;
  PadServer& operator=(const PadServer&) = delete;
  ~PadServer();

  /// Serves until `quit`, or until `stop` (a file descriptor, -1: none) becomes readable.
  void run(int stop);

 private:
  struct Host {
    PinPad::HostId id;
    Socket socket;
    wire::pad::MessageReader messages;
  };

  explicit PadServer(PadOptions options);
  tl::expected<void, std::string> listen();
  void turn(int stop);
  [[nodiscard]] int timeout() const;
  void acceptHost();
  void read(Host& host);
  void dropClosed();
  void pullOut();
  std::string control(const std::string& line);
  void send(PinPad::HostId id, crypto::ByteView bytes);

  PadOptions options_;
  crypto::SystemRandom random_;
  PinPad pad_;
  PadControlContext context_;
  Socket listener_;
  std::list<Host> hosts_;
  std::unique_ptr<LineServer> control_;
  PinPad::HostId lastId_ = 0;
};

/// Runs until `quit` or a signal (SIGINT, SIGTERM). Writes `ready` to standard output once it listens.
tl::expected<void, std::string> servePad(PadOptions options);

}  // namespace ssc::sim
