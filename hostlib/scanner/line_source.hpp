// Scanners that type: each code is a line. A serial scanner does so on a tty, a keyboard wedge on any stream.
#pragma once

#include <memory>
#include <string>

#include "hostlib/scanner/code_source.hpp"
#include "hostlib/scanner/descriptor.hpp"
#include "hostlib/scanner/line_reader.hpp"
#include "hostlib/scanner/repeat_filter.hpp"

namespace ssc::scanner {

class LineSource final : public CodeSource {
 public:
  /// `atEnd`: what the end of the stream means, NoCode::ended or NoCode::gone.
  LineSource(Descriptor stream, NoCode atEnd) : stream_(std::move(stream)), atEnd_(atEnd) {}

  tl::expected<std::string, NoCode> next(Clock::time_point deadline, const std::stop_token& stop) override;

 private:
  tl::expected<std::string, NoCode> held();
  void readSome();

  Descriptor stream_;
  NoCode atEnd_;
  bool isAtEnd_ = false;
  LineReader lines_;
  RepeatFilter filter_;
};

using OpenedSource = tl::expected<std::unique_ptr<CodeSource>, NoCode>;

struct SerialSettings {
  std::string device;       ///< path of a tty
  unsigned speed = 115200;  ///< 9600, 19200, 38400, 57600 or 115200 bit/s
};

/// A scanner on a serial line: 8 data bits, no parity, one stop bit, no flow control, and nobody else's while
/// it is open. What was typed before is thrown away. Errors: cannotOpen, notATerminal, refused.
OpenedSource openSerialScanner(const SerialSettings& settings);

/// A keyboard wedge: the lines of a stream (keyboard, pipe), of which a copy is made. Nobody else may read
/// it: who takes bytes between wait and read makes the read block. Error: cannotOpen.
OpenedSource openWedge(int stream);

}  // namespace ssc::scanner
