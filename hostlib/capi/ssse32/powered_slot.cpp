#include "hostlib/capi/ssse32/powered_slot.hpp"

#include <algorithm>
#include <utility>

#include "apdu/atr.hpp"
#include "apdu/pcsc/watcher.hpp"

namespace ssc::capi::ssse32 {
namespace {

using apdu::ChannelError;

constexpr std::size_t kShortestAtr = 2;  // TS and T0, ISO/IEC 7816-3 §8.2.1

tl::expected<void, ChannelError> coldElseWarm(pcsc::CardChannel& channel) {
  const auto cold = channel.restart(pcsc::Disposition::unpower);
  return cold ? cold : channel.restart(pcsc::Disposition::reset);
}

bool isAtr(apdu::ByteView bytes) {
  return bytes.size() >= kShortestAtr && bytes.size() <= apdu::Atr::kMaxBytes;
}

}  // namespace

tl::expected<std::unique_ptr<PoweredSlot>, ChannelError> PoweredSlot::powerOn(const std::string& slot,
                                                                              std::chrono::milliseconds wait,
                                                                              const pcsc::JobToken& job) {
  // A context of its own: a slot whose driver hangs must not hold up the others.
  const auto context = pcsc::Context::establish();
  if (!context) return tl::unexpected(context.error());
  auto channel = pcsc::CardChannel::open(*context, slot, std::min(job.deadline(), pcsc::Clock::now() + wait),
                                         job.stopToken(), {job.deadline(), pcsc::Disposition::unpower});
  if (!channel) return tl::unexpected(channel.error());
  std::unique_ptr<PoweredSlot> powered(new PoweredSlot(std::move(*channel)));
  if (const auto done = powered->resetWithin(); !done) return tl::unexpected(done.error());
  return powered;
}

tl::expected<void, ChannelError> PoweredSlot::reset(const pcsc::JobToken& job) {
  channel_.renew(job.deadline(), job.stopToken());
  return resetWithin();
}

tl::expected<void, ChannelError> PoweredSlot::resetWithin() {
  if (const auto done = coldElseWarm(channel_); !done) return done;
  if (!isAtr(channel_.atr())) return tl::unexpected(ChannelError::malformedAnswer);
  const auto state = pcsc::readerState(channel_.reader());
  if (!state) return tl::unexpected(state.error());
  cardCount_ = state->cardCount();
  return {};
}

tl::expected<apdu::Response, ChannelError> PoweredSlot::transmit(const apdu::Command& command,
                                                                 const pcsc::JobToken& job) {
  channel_.renew(job.deadline(), job.stopToken());
  return session_.transmit(command);
}

}  // namespace ssc::capi::ssse32
