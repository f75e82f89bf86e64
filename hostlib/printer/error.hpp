// Why a printer, a presenter or a sensor did not do what it was asked.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::printer {

enum class PrinterError : std::uint8_t {
  badAddress,  ///< the setting is no address of a printer
  gone,        ///< nobody answers there, or the connection ended
  timedOut,    ///< somebody is there and does not answer in time
  cancelled,   ///< the caller's stop
  refused,     ///< the printer said no
  badAnswer,   ///< what came is no answer to the question
};

/// English, for a log: "the printer …"; never data.
std::string_view toText(PrinterError error);

template <class T>
using Result = tl::expected<T, PrinterError>;

}  // namespace ssc::printer
