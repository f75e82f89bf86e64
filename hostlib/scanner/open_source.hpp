// A scanner by the words of a configuration.
#pragma once

#include <string>

#include "hostlib/scanner/line_source.hpp"

namespace ssc::scanner {

/// "tty:/dev/ttyACM0": a serial scanner; "-": standard input, for a scanner that types; else a PNG file or a
/// folder of them.
OpenedSource openSource(const std::string& place);

}  // namespace ssc::scanner
