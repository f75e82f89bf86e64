// The slot error codes of CCID 1.1, table 6.2-2 (bError). Values 01…7F name the offset of the field that is
// wrong.
#pragma once

#include <cstdint>

namespace ssc::fw {

enum class SlotError : std::uint8_t {
  commandNotSupported = 0x00,
  badLength = 1,       ///< dwLength, or a block whose length does not fit its protocol
  badSlot = 5,         ///< bSlot
  badByte7 = 7,        ///< bPowerSelect, bProtocolNum, bClockCommand
  badLevel = 8,        ///< wLevelParameter
  badData = 10,        ///< first byte of abData
  badConvention = 11,  ///< bmTCCKST0
  badWaiting = 13,     ///< bWaitingIntegerT0
  badClockStop = 14,   ///< bClockStop
  none = 0x81,         ///< no failure (this value is reserved by CCID and never sent)
  slotBusy = 0xE0,
  procedureByteConflict = 0xF4,
  classNotSupported = 0xF5,
  protocolNotSupported = 0xF6,
  badAtrTck = 0xF7,
  badAtrTs = 0xF8,
  hardwareError = 0xFB,
  overrun = 0xFC,
  parity = 0xFD,
  mute = 0xFE,
  aborted = 0xFF,
};

}  // namespace ssc::fw
