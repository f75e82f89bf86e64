// Why a PIN pad gave no PIN.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::pad {

enum class PadError : std::uint8_t {
  // What the holder or the site did: the pad answered, and works on.
  cancelled,
  timedOut,
  wrongLength,
  // The caller's stop.
  stopped,
  // What the pad did, or did not.
  unreachable,
  silent,
  gone,
  busy,
  badMessage,
  badBlock,
  noCipher,
};

/// English, for a log: "the PIN pad …"; never data.
std::string_view toText(PadError error);

}  // namespace ssc::pad
