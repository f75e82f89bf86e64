// A whole reader as a process: core, serial line, slots, loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "firmware/core/reader.hpp"
#include "firmware/core/serial_link.hpp"
#include "firmware/ports/host/event_log.hpp"
#include "firmware/ports/host/monotonic_clock.hpp"
#include "firmware/ports/host/open_watch.hpp"
#include "firmware/ports/host/pseudo_terminal.hpp"
#include "firmware/ports/host/slot_socket.hpp"

namespace ssc::fw::host {

class HostReader final : private SlotEvents {
 public:
  /// Lateness of this port: the card is a process that may wait for its turn on a busy machine.
  static constexpr Micros kSchedulingSlack = 200'000;

  /// Makes DIR/tty and DIR/slotN.sock; they go away with the object.
  static tl::expected<std::unique_ptr<HostReader>, HostError> create(const std::string& directory,
                                                                     const ReaderProfile& profile,
                                                                     bool verbose);
  ~HostReader() = default;

  /// Serves until SIGTERM or SIGINT, which must be blocked in every thread.
  tl::expected<void, HostError> run();

 private:
  template <void (HostReader::*Handler)()>
  class Source final : public EventSource {
   public:
    explicit Source(HostReader& owner) : owner_(owner) {}
    void onReady() override { (owner_.*Handler)(); }

   private:
    HostReader& owner_;
  };

  HostReader(EventLoop loop, PseudoTerminal line, OpenWatch openings, bool verbose);
  tl::expected<void, HostError> openSlots(const std::string& directory, const ReaderProfile& profile);
  void onLine();
  void onSignal() { stopping_ = true; }
  void onPresence(std::size_t slot, bool present) override;
  void onSlotBytes(std::size_t slot, ByteView characters) override;

  MonotonicClock clock_;
  EventLoop loop_;
  PseudoTerminal line_;
  OpenWatch openings_;
  SerialLink link_;
  std::vector<std::unique_ptr<SlotSocket>> slots_;
  std::optional<Reader> reader_;
  std::optional<EventLog> log_;
  Source<&HostReader::onLine> lineSource_;
  Source<&HostReader::onSignal> signalSource_;
  bool stopping_ = false;
};

}  // namespace ssc::fw::host
