#include "firmware/core/serial_link.hpp"

namespace ssc::fw {
namespace {

constexpr std::uint8_t kTimeRequest = 0x80;
constexpr std::uint8_t kNotifySlotChange = 0x50;
constexpr std::size_t kNotifiedSlot = 0;

}  // namespace

void SerialLink::onHostBytes(ByteView bytes, Reader& reader) {
  const Instant now = clock_.now();
  for (const std::uint8_t byte : bytes) {
    const FrameResult result = receiver_.onByte(byte, now);
    if (result == FrameResult::damaged) line_.transmit(kNakFrame);
    if (result == FrameResult::message) reader.onHostMessage(receiver_.message());
    if (result != FrameResult::nothing) receiver_.wipe();  // a damaged frame may carry a PIN too
  }
}

void SerialLink::respond(ByteView message) {
  tellMovement();
  buildFrame(frame_, message);
  line_.transmit(frame_.view());
  frame_.wipe();
}

void SerialLink::extendTime(ByteView) {
  line_.transmit({&kTimeRequest, 1});
}

void SerialLink::slotChanged(std::size_t slot, bool present) {
  if (slot == kNotifiedSlot) movement_ = present ? Movement::in : Movement::out;
}

void SerialLink::tellMovement() {
  if (movement_ == Movement::none) return;
  const std::array notification = {kNotifySlotChange, static_cast<std::uint8_t>(movement_)};
  movement_ = Movement::none;
  line_.transmit(notification);
}

}  // namespace ssc::fw
