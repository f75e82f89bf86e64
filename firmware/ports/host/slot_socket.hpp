// The contacts of one slot, led to a unix socket where a simulated card connects.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "firmware/core/ports.hpp"
#include "firmware/ports/host/event_loop.hpp"
#include "firmware/ports/host/slot_link.hpp"

namespace ssc::fw::host {

/// Who is told what the card does.
class SlotEvents {
 public:
  SlotEvents() = default;
  SlotEvents(const SlotEvents&) = delete;
  SlotEvents& operator=(const SlotEvents&) = delete;
  virtual void onPresence(std::size_t slot, bool present) = 0;
  virtual void onSlotBytes(std::size_t slot, ByteView characters) = 0;

 protected:
  ~SlotEvents() = default;
};

class SlotSocket final : public SlotPort {
 public:
  /// Listens at `path`; a stale socket of that name is replaced.
  static tl::expected<std::unique_ptr<SlotSocket>, HostError> listen(std::string path, std::size_t slot,
                                                                     const EventLoop& loop,
                                                                     SlotEvents& events);
  ~SlotSocket();

  void vcc(Voltage voltage) override;
  void clk(std::uint32_t kiloHertz) override;
  void rst(bool high) override;
  void send(ByteView characters) override;

 private:
  // One descriptor of the two and the member that serves it.
  class Source final : public EventSource {
   public:
    using Handler = void (SlotSocket::*)();
    Source(SlotSocket& owner, Handler handler) : owner_(owner), handler_(handler) {}
    void onReady() override { (owner_.*handler_)(); }

   private:
    SlotSocket& owner_;
    Handler handler_;
  };

  SlotSocket(std::string path, std::size_t slot, const EventLoop& loop, SlotEvents& events);
  [[nodiscard]] bool open();
  void accept();
  void read();
  void handle(const LinkMessage& message);
  void write(LinkType type, ByteView payload);
  void disconnect();

  std::string path_;
  std::size_t slot_;
  const EventLoop& loop_;
  SlotEvents& events_;
  bool bound_ = false;
  UniqueFd listener_;
  UniqueFd card_;
  LinkReceiver receiver_;
  Source accepting_;
  Source reading_;
};

}  // namespace ssc::fw::host
