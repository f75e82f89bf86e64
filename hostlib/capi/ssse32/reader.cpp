#include "hostlib/capi/ssse32/reader.hpp"

#include <utility>

#include "apdu/pcsc/watcher.hpp"
#include "hostlib/capi/ssse32/device_choice.hpp"
#include "hostlib/capi/ssse32/slot_number.hpp"

namespace ssc::capi::ssse32 {
namespace {

using apdu::ChannelError;
using pcsc::JobToken;
using Slot = std::unique_ptr<PoweredSlot>;

using Choice = Result<flows::Selection>;

tl::expected<Choice, ChannelError> choose(const profile::Config& config, const DeviceName& name,
                                          const JobToken& job) {
  const auto context = pcsc::Context::establish();
  if (!context) return tl::unexpected(context.error());
  return chooseDevice(config, name, *context, job);
}

/// A card that is held already is reset; one that was changed meanwhile is connected to anew.
tl::expected<Slot, ChannelError> power(Slot held, const std::string& name, std::chrono::milliseconds wait,
                                       const JobToken& job) {
  if (held && held->reset(job)) return held;
  held.reset();
  return PoweredSlot::powerOn(name, wait, job);
}

struct Exchanged {
  Slot slot;  ///< empty after a failure that costs the card its power
  tl::expected<apdu::Response, ChannelError> response;
};

Exchanged transmit(Slot slot, const apdu::Command& command, const JobToken& job) {
  auto response = slot->transmit(command, job);
  const bool isLost = !response && response.error() != ChannelError::unsupported;
  if (isLost) slot.reset();
  return {std::move(slot), std::move(response)};
}

}  // namespace

Result<std::shared_ptr<Reader>> Reader::open(const profile::Config& config, const DeviceName& name) {
  auto choice =
      pcsc::runAbandonable(pcsc::Clock::now() + config.callLimit, {},
                           [config, name](const JobToken& job) { return choose(config, name, job); });
  if (!choice) return tl::unexpected(IfdCode::readerError);  // no card is concerned here
  if (!*choice) return tl::unexpected(choice->error());
  return std::shared_ptr<Reader>(new Reader(std::move(**choice), config));
}

Result<std::string> Reader::nameOf(std::uint8_t slotNumber) const {
  if (isClosed_) return tl::unexpected(IfdCode::notOpen);
  const auto slot = slotFor(selection_.profile, slotNumber);
  if (!slot) return tl::unexpected(IfdCode::badParameter);
  const auto& names = selection_.device.slots;
  if (*slot >= names.size() || names[*slot].empty()) return tl::unexpected(IfdCode::noCard);
  return names[*slot];
}

Reader::Slot Reader::take(std::uint8_t slotNumber) {
  const auto found = powered_.find(slotNumber);
  if (found == powered_.end()) return nullptr;
  Slot slot = std::move(found->second);
  powered_.erase(found);
  return slot;
}

/// Switching off may block like everything else.
void Reader::release(Slot slot) {
  if (!slot) return;
  (void)run([held = std::move(slot)](const JobToken&) mutable -> tl::expected<void, ChannelError> {
    held.reset();
    return {};
  });
}

Result<apdu::Bytes> Reader::powerOn(std::uint8_t slotNumber) {
  const std::lock_guard serialised(mutex_);
  const auto name = nameOf(slotNumber);
  if (!name) return tl::unexpected(name.error());
  auto slot = run([held = take(slotNumber), name = *name, wait = readerWait_](const JobToken& job) mutable {
    return power(std::move(held), name, wait, job);
  });
  if (!slot) return tl::unexpected(codeOf(slot.error()));
  return (powered_[slotNumber] = std::move(*slot))->atr();
}

IfdCode Reader::powerOff(std::uint8_t slotNumber) {
  const std::lock_guard serialised(mutex_);
  const auto name = nameOf(slotNumber);
  if (!name && name.error() != IfdCode::noCard) return name.error();
  release(take(slotNumber));
  return IfdCode::ok;
}

IfdCode Reader::status(std::uint8_t slotNumber) {
  const std::lock_guard serialised(mutex_);
  return statusWithin(slotNumber);
}

IfdCode Reader::statusWithin(std::uint8_t slotNumber) {
  const auto name = nameOf(slotNumber);
  if (!name) return name.error();
  const auto state = run([name = *name](const JobToken&) { return pcsc::readerState(name); });
  if (!state) return codeOf(state.error());
  Slot slot = take(slotNumber);
  if (slot && state->hasCard() && state->cardCount() == slot->cardCount()) {
    powered_[slotNumber] = std::move(slot);
    return IfdCode::ok;
  }
  release(std::move(slot));
  return state->hasCard() ? IfdCode::notPowered : IfdCode::noCard;
}

Result<apdu::Response> Reader::exchange(std::uint8_t slotNumber, apdu::Command command) {
  const std::lock_guard serialised(mutex_);
  Slot slot = take(slotNumber);
  if (!slot) return tl::unexpected(statusWithin(slotNumber));
  auto done = run([held = std::move(slot), sent = std::move(command)](
                      const JobToken& job) mutable -> tl::expected<Exchanged, ChannelError> {
    return transmit(std::move(held), sent, job);
  });
  if (!done) return tl::unexpected(codeOf(done.error()));
  if (done->slot) powered_[slotNumber] = std::move(done->slot);
  if (!done->response) return tl::unexpected(codeOf(done->response.error()));
  return std::move(*done->response);
}

void Reader::close() {
  const std::lock_guard serialised(mutex_);
  isClosed_ = true;
  while (!powered_.empty())
    release(take(powered_.begin()->first));
}

}  // namespace ssc::capi::ssse32
