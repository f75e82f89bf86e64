// Why a source of codes gave none.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::scanner {

enum class NoCode : std::uint8_t {
  // The caller's.
  timedOut,  ///< the deadline is over
  stopped,
  // Something came that is no text; it is passed over, ask again.
  overLong,    ///< 512 characters or more
  notText,     ///< control characters, or bytes that are not ASCII
  incomplete,  ///< a line broke off: no line end within a second
  badPicture,  ///< a frame that cannot be read
  // The source is at its end; another one must be opened.
  ended,  ///< the stream or the sequence of pictures is over
  gone,   ///< the device is gone
  // There is no source.
  cannotOpen,
  notATerminal,  ///< no serial line
  refused,       ///< the line cannot be set up: speed, exclusive use
};

/// The source gives nothing more.
constexpr bool isOver(NoCode why) {
  return why >= NoCode::ended;
}

/// English, for a log; never what was scanned.
std::string_view toText(NoCode why);

}  // namespace ssc::scanner
