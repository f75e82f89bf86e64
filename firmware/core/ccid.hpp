// The CCID messages (USB Device Class: Smart Card CCID, revision 1.1): header, names, and the answers'
// builder.
#pragma once

#include <cstdint>
#include <optional>

#include "firmware/core/bytes.hpp"
#include "firmware/core/slot.hpp"
#include "firmware/core/slot_error.hpp"

namespace ssc::fw::ccid {

inline constexpr std::size_t kHeaderSize = 10;
inline constexpr std::size_t kMaxMessage = 271;
inline constexpr std::size_t kMaxData = kMaxMessage - kHeaderSize;

enum class Command : std::uint8_t {
  setParameters = 0x61,
  iccPowerOn = 0x62,
  iccPowerOff = 0x63,
  getSlotStatus = 0x65,
  secure = 0x69,
  t0Apdu = 0x6A,
  escape = 0x6B,
  getParameters = 0x6C,
  resetParameters = 0x6D,
  iccClock = 0x6E,
  xfrBlock = 0x6F,
  mechanical = 0x71,
  abort = 0x72,
  setDataRateAndClockFrequency = 0x73,
};

enum class Answer : std::uint8_t {
  dataBlock = 0x80,
  slotStatus = 0x81,
  parameters = 0x82,
  escape = 0x83,
  dataRateAndClockFrequency = 0x84,
};

enum class CommandStatus : std::uint8_t { processed = 0, failed = 1, timeExtension = 2 };

/// Byte 9 of RDR_to_PC_SlotStatus.
enum class ClockStatus : std::uint8_t { running = 0, stoppedLow = 1 };

/// A command from the host. The fields are what the message says; `data` is what really came behind the
/// header.
struct Request {
  std::uint8_t type = 0;
  std::uint32_t declaredLength = 0;  ///< dwLength
  std::uint8_t slot = 0;
  std::uint8_t seq = 0;
  std::array<std::uint8_t, 3> specific{};
  ByteView data;
  [[nodiscard]] bool lengthFits() const { return declaredLength == data.size(); }
};

/// Empty when there is not even a header to answer to.
std::optional<Request> parse(ByteView message);

/// The head of an answer.
struct Reply {
  Answer type = Answer::slotStatus;
  std::uint8_t slot = 0;
  std::uint8_t seq = 0;
  IccStatus icc = IccStatus::absent;
  CommandStatus status = CommandStatus::processed;
  std::uint8_t error = 0;
  std::uint8_t last = 0;  ///< byte 9: bChainParameter, bClockStatus, bProtocolNum
};

/// Writes header and data. `data` beyond kMaxData is a programming error and is left out.
void build(Buffer<kMaxMessage>& message, const Reply& reply, ByteView data);

/// The message's name in the standard, for logs; "?" where there is none.
const char* nameOf(std::uint8_t type);

}  // namespace ssc::fw::ccid
