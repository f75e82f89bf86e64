#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "hostlib/scanner/line_source.hpp"

namespace ssc::scanner {
namespace {

struct SpeedRow {
  unsigned bitsPerSecond;
  speed_t code;
};
constexpr std::array<SpeedRow, 5> kSpeeds{
    {{9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}}};

bool setUp(int line, speed_t speed) {
  termios settings{};
  if (::tcgetattr(line, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | CRTSCTS | CSIZE);
  settings.c_cflag |= static_cast<tcflag_t>(CS8 | CREAD | CLOCAL);
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  return ::cfsetspeed(&settings, speed) == 0 && ::tcsetattr(line, TCSANOW, &settings) == 0 &&
         ::ioctl(line, TIOCEXCL) == 0 && ::tcflush(line, TCIFLUSH) == 0;
}

}  // namespace

OpenedSource openSerialScanner(const SerialSettings& settings) {
  const auto row = std::ranges::find(kSpeeds, settings.speed, &SpeedRow::bitsPerSecond);
  if (row == kSpeeds.end()) return tl::unexpected(NoCode::refused);
  // Not blocking from the start: opening a line without carrier would wait for it.
  Descriptor line(::open(settings.device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!line.isOpen()) return tl::unexpected(NoCode::cannotOpen);
  if (::isatty(line.number()) == 0) return tl::unexpected(NoCode::notATerminal);
  if (!setUp(line.number(), row->code)) return tl::unexpected(NoCode::refused);
  return std::make_unique<LineSource>(std::move(line), NoCode::gone);
}

}  // namespace ssc::scanner
