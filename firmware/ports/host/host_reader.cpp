#include "firmware/ports/host/host_reader.hpp"

#include <array>
#include <csignal>
#include <sys/signalfd.h>
#include <sys/stat.h>

namespace ssc::fw::host {
namespace {

constexpr mode_t kDirectoryMode = 0700;
constexpr std::size_t kReadSize = 1024;

bool isDirectory(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

UniqueFd openSignals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGTERM);
  ::sigaddset(&signals, SIGINT);
  return UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

std::string slotPath(const std::string& directory, std::size_t slot) {
  return directory + "/slot" + std::to_string(slot) + ".sock";
}

}  // namespace

tl::expected<std::unique_ptr<HostReader>, HostError> HostReader::create(const std::string& directory,
                                                                        const ReaderProfile& profile,
                                                                        bool verbose) {
  ::mkdir(directory.c_str(), kDirectoryMode);
  if (!isDirectory(directory)) return tl::unexpected(systemError("make folder", directory));
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto line = PseudoTerminal::open(directory + "/tty");
  if (!line) return tl::unexpected(line.error());
  auto openings = OpenWatch::on(directory + "/tty");
  if (!openings) return tl::unexpected(openings.error());
  std::unique_ptr<HostReader> reader(
      new HostReader(std::move(*loop), std::move(*line), std::move(*openings), verbose));
  if (auto opened = reader->openSlots(directory, profile); !opened) return tl::unexpected(opened.error());
  return reader;
}

HostReader::HostReader(EventLoop loop, PseudoTerminal line, OpenWatch openings, bool verbose)
    : loop_(std::move(loop)),
      line_(std::move(line)),
      openings_(std::move(openings)),
      link_(line_, clock_),
      lineSource_(*this),
      signalSource_(*this) {
  if (verbose) log_.emplace(clock_);
}

tl::expected<void, HostError> HostReader::openSlots(const std::string& directory,
                                                    const ReaderProfile& profile) {
  std::array<SlotPort*, kMaxSlots> ports{};
  for (std::size_t slot = 0; slot < profile.slotCount; ++slot) {
    auto socket = SlotSocket::listen(slotPath(directory, slot), slot, loop_, *this);
    if (!socket) return tl::unexpected(socket.error());
    ports[slot] = socket->get();
    slots_.push_back(std::move(*socket));
  }
  reader_.emplace(profile, link_, clock_, std::span<SlotPort* const>(ports).first(slots_.size()),
                  kSchedulingSlack);
  if (log_) reader_->trace(&*log_);
  return {};
}

tl::expected<void, HostError> HostReader::run() {
  const UniqueFd signals = openSignals();
  if (!signals.valid() || !loop_.add(signals.get(), signalSource_)) {
    return tl::unexpected(systemError("wait for", "signals"));
  }
  if (!loop_.add(line_.fd(), lineSource_)) return tl::unexpected(systemError("wait for", "line"));
  while (!stopping_) {
    const Instant deadline = reader_->nextDeadline();
    loop_.serve(clock_, deadline);
    if (deadline != kNever && clock_.now() >= deadline) reader_->onTick();
  }
  return {};
}

void HostReader::onLine() {
  // Before the first bytes of a driver that came anew: it must not find a slot busy with what another one
  // asked.
  if (openings_.wasOpened()) reader_->onHostOpened();
  std::array<std::uint8_t, kReadSize> room{};
  const ByteView received = line_.receive(room);
  link_.onHostBytes(received, *reader_);
  wipe(std::span(room).first(received.size()));
}

void HostReader::onPresence(std::size_t slot, bool present) {
  if (log_) log_->onPresence(slot, present);
  reader_->onPresence(slot, present);
}

void HostReader::onSlotBytes(std::size_t slot, ByteView characters) {
  reader_->onSlotBytes(slot, characters);
}

}  // namespace ssc::fw::host
