// The one interface between this floor and whatever carries APDUs: a PC/SC reader, a simulator, a script, a
// replay.
#pragma once

#include <cstddef>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  /// Ends the exclusive use of the card; what that means (reset, power off) is the carrier's affair.
  virtual ~Channel() = default;

  /// Sends one encoded command APDU and writes the encoded response APDU (data, SW1, SW2) to `response`.
  /// Returns the bytes written, at least 2. `response` holds at least 258 bytes.
  virtual tl::expected<std::size_t, ChannelError> transmit(ByteView command, MutableByteView response) = 0;
};

}  // namespace ssc::apdu
