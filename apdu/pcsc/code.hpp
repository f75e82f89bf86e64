// Every return code of PC/SC Lite, mapped once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "apdu/error.hpp"

namespace ssc::pcsc {

/// A PC/SC return code as the 32-bit number of the standard (PC/SC Lite carries it in a LONG).
using Code = std::uint32_t;

inline constexpr Code kSuccess = 0;

struct CodeRow {
  Code code;
  std::string_view name;     ///< as in pcsclite.h
  std::string_view alias;    ///< a second name with the same number, usually empty
  apdu::ChannelError error;  ///< what it means to the floors above
  std::string_view meaning;  ///< English, for logs and developers
};

/// All rows, by ascending code. SCARD_S_SUCCESS is not an error and has none.
std::span<const CodeRow> codeRows();

/// The row of a code; nullptr for success and for codes PC/SC Lite does not define.
const CodeRow* findCode(Code code);

/// What a failure means; `internal` for a code without a row.
apdu::ChannelError errorOf(Code code);

/// The same for a card that was connected: what was absent before is gone now
/// (for example SCARD_E_NO_SMARTCARD: cardRemoved instead of cardAbsent).
apdu::ChannelError errorInUse(Code code);

/// "SCARD_E_NO_SERVICE (8010001D): …", for traces.
std::string describe(Code code);

}  // namespace ssc::pcsc
