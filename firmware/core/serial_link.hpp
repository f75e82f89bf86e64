// A reader on a serial line: frames in, frames out. The host port of the pty build and of boards with a UART.
#pragma once

#include <cstdint>

#include "firmware/core/ports.hpp"
#include "firmware/core/reader.hpp"
#include "firmware/core/serial_frame.hpp"

namespace ssc::fw {

/// The transmitter of the line. It must not call back into the core.
class SerialPort {
 public:
  SerialPort() = default;
  SerialPort(const SerialPort&) = delete;
  SerialPort& operator=(const SerialPort&) = delete;
  virtual void transmit(ByteView bytes) = 0;

 protected:
  ~SerialPort() = default;
};

class SerialLink final : public HostPort {
 public:
  SerialLink(SerialPort& line, const Clock& clock) : line_(line), clock_(clock) {}

  /// Bytes from the host, in any portions. Whole messages go to `reader`, damaged frames are answered with
  /// NAK.
  void onHostBytes(ByteView bytes, Reader& reader);

  void respond(ByteView message) override;
  /// Any byte from 80 up asks the driver for more time.
  void extendTime(ByteView message) override;
  /// Card movements are told right before the next answer (the driver asks for that when it opens the line).
  /// The notification has no slot number, so only the first slot's are told; the host polls the others.
  void slotChanged(std::size_t slot, bool present) override;

 private:
  enum class Movement : std::uint8_t { none = 0, out = 2, in = 3 };

  void tellMovement();

  SerialPort& line_;
  const Clock& clock_;
  Movement movement_ = Movement::none;
  FrameReceiver receiver_;
  Buffer<kMaxFrame> frame_;
};

}  // namespace ssc::fw
