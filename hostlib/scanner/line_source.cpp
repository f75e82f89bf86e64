#include "hostlib/scanner/line_source.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "hostlib/scanner/wait.hpp"

namespace ssc::scanner {

tl::expected<std::string, NoCode> LineSource::next(Clock::time_point deadline, const std::stop_token& stop) {
  // What is there already is looked at even when the deadline is over; but repeats must not keep us past it.
  for (bool isFirst = true;; isFirst = false) {
    if (stop.stop_requested()) return tl::unexpected(NoCode::stopped);
    auto line = held();
    if (line || line.error() != NoCode::timedOut) return line;
    if (isAtEnd_) return tl::unexpected(atEnd_);
    if (!isFirst && Clock::now() >= deadline) return tl::unexpected(NoCode::timedOut);
    switch (waitFor(stream_.number(), deadline, stop)) {
      case Waited::ready:
        readSome();
        break;
      case Waited::timedOut:
        return tl::unexpected(NoCode::timedOut);
      case Waited::stopped:
        return tl::unexpected(NoCode::stopped);
      case Waited::failed:
        return tl::unexpected(NoCode::gone);
    }
  }
}

// A line that was read already; timedOut: there is none.
tl::expected<std::string, NoCode> LineSource::held() {
  while (auto line = lines_.next())
    if (!*line || filter_.isNew(**line, Clock::now())) return std::move(*line);
  return tl::unexpected(NoCode::timedOut);
}

void LineSource::readSome() {
  std::array<char, 1024> buffer{};
  const auto count = ::read(stream_.number(), buffer.data(), buffer.size());
  if (count > 0) return lines_.feed(std::span(buffer).first(static_cast<std::size_t>(count)), Clock::now());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  lines_.finish();  // a tty whose other end is gone says EIO, or gives nothing
  isAtEnd_ = true;
}

OpenedSource openWedge(int stream) {
  Descriptor copy(::fcntl(stream, F_DUPFD_CLOEXEC, 0));
  if (!copy.isOpen()) return tl::unexpected(NoCode::cannotOpen);
  return std::make_unique<LineSource>(std::move(copy), NoCode::ended);
}

}  // namespace ssc::scanner
