// The serial line to the driver: a pseudo terminal in raw mode behind a symbolic link with a fixed name.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "firmware/core/serial_link.hpp"
#include "firmware/ports/host/host_error.hpp"
#include "firmware/ports/host/unique_fd.hpp"

namespace ssc::fw::host {

class PseudoTerminal final : public SerialPort {
 public:
  /// Opens a terminal and makes `link` point to it; a stale link of that name is replaced.
  static tl::expected<PseudoTerminal, HostError> open(const std::string& link);

  PseudoTerminal(PseudoTerminal&& other) noexcept;
  PseudoTerminal& operator=(PseudoTerminal&&) = delete;
  ~PseudoTerminal();

  /// What does not fit because nobody reads the line is lost, as on a real one.
  void transmit(ByteView bytes) override;
  /// What the driver wrote, in `room`; empty when there is nothing.
  ByteView receive(std::span<std::uint8_t> room) const;
  [[nodiscard]] int fd() const { return master_.get(); }

 private:
  PseudoTerminal(UniqueFd master, UniqueFd slave, std::string link);

  UniqueFd master_;
  UniqueFd slave_;  // held open: else the master reads EIO whenever the driver closes the line
  std::string link_;
};

}  // namespace ssc::fw::host
