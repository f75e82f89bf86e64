// A simulated device at the end of a cable: hosts on one unix socket, `ssc-sim ctl` on the other. The device
// itself knows nothing of sockets.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "keys-sim/device/control_table.hpp"
#include "keys-sim/device/line_server.hpp"
#include "keys-sim/device/unix_socket.hpp"

namespace ssc::sim {

/// What hosts find at the end of the cable.
enum class Cable : std::uint8_t {
  in,
  hung,  ///< a device that neither reads, nor says anything, nor counts the time
  out,   ///< nobody
};
std::string_view toText(Cable cable);

/// What the control socket's commands set: `plug`, `unplug`, `hang`, `resume`, `quit`.
struct PortState {
  Cable cable = Cable::in;
  bool quit = false;
};

class HostDevice {
 public:
  using HostId = std::uint64_t;
  using Clock = std::chrono::steady_clock;

  HostDevice() = default;
  HostDevice(const HostDevice&) = delete;
  HostDevice& operator=(const HostDevice&) = delete;
  virtual ~HostDevice() = default;

  virtual void came(HostId host) = 0;
  /// False: not for this moment; the connection is ended.
  virtual bool hear(HostId host, apdu::ByteView bytes) = 0;
  virtual void gone(HostId host) = 0;
  /// After everything that was heard, while the cable is in.
  virtual void work() = 0;
  [[nodiscard]] virtual std::optional<Clock::time_point> nextDue() const { return std::nullopt; }
  /// The answer to a line of the control socket.
  virtual std::string control(const std::string& line) = 0;
};

struct PortSockets {
  std::string listen;   ///< for hosts
  std::string control;  ///< for `ssc-sim ctl`; empty: none
};

class HostPort {
 public:
  using HostId = HostDevice::HostId;

  /// `state` and `device` outlive the port.
  static tl::expected<std::unique_ptr<HostPort>, std::string> open(PortSockets sockets, PortState& state,
                                                                   HostDevice& device);
  HostPort(const HostPort&) = delete;
  HostPort& operator=(const HostPort&) = delete;
  ~HostPort();

  /// Serves until `quit`, or until `stop` (a file descriptor, -1: none) becomes readable.
  void run(int stop);
  /// Ends the connection of a host that does not take it. Nothing for one that is gone.
  void send(HostId host, apdu::ByteView bytes);
  [[nodiscard]] bool isOpen(HostId host) const;

 private:
  struct Host {
    HostId id;
    Socket socket;
  };

  HostPort(PortSockets sockets, PortState& state, HostDevice& device)
      : sockets_(std::move(sockets)), state_(state), device_(device) {}
  tl::expected<void, std::string> listen();
  void turn(int stop);
  [[nodiscard]] int timeout() const;
  void acceptHost();
  void read(Host& host);
  void dropClosed();
  void pullOut();
  std::string control(const std::string& line);

  PortSockets sockets_;
  PortState& state_;
  HostDevice& device_;
  Socket listener_;
  std::list<Host> hosts_;
  std::unique_ptr<LineServer> control_;
  HostId lastId_ = 0;
};

// ---- commands that every such device has; a context is a PortState

namespace control {

template <Cable kCable, class Context>
Answer setCable(Context& context, const Arguments& /*none*/) {
  context.cable = kCable;
  return "";
}

template <class Context>
Answer quit(Context& context, const Arguments& /*none*/) {
  context.quit = true;
  return "";
}

}  // namespace control
}  // namespace ssc::sim
