// A powered card that is kept from one call to the next. It travels: a call hands it to its job and gets it
// back with the result, so a job that was left behind takes it along and lets it go when it ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "apdu/pcsc/card_channel.hpp"
#include "apdu/pcsc/job.hpp"
#include "apdu/session.hpp"

namespace ssc::capi::ssse32 {

class PoweredSlot {
 public:
  /// A cold reset of the card in a PC/SC slot, a warm one if that fails. A card that another program holds is
  /// waited for, at most `wait`. Blocks: call from a job.
  static tl::expected<std::unique_ptr<PoweredSlot>, apdu::ChannelError> powerOn(
      const std::string& slot, std::chrono::milliseconds wait, const pcsc::JobToken& job);

  /// The same for a card that is powered already.
  tl::expected<void, apdu::ChannelError> reset(const pcsc::JobToken& job);

  tl::expected<apdu::Response, apdu::ChannelError> transmit(const apdu::Command& command,
                                                            const pcsc::JobToken& job);

  /// The answer to the last reset, 2 to 33 bytes.
  [[nodiscard]] const apdu::Bytes& atr() const { return channel_.atr(); }
  /// The service's count of cards that came and went, when this one was reset.
  [[nodiscard]] std::uint16_t cardCount() const { return cardCount_; }

 private:
  explicit PoweredSlot(std::unique_ptr<pcsc::CardChannel> channel)
      : channel_(*channel), session_(std::move(channel)) {}

  tl::expected<void, apdu::ChannelError> resetWithin();

  pcsc::CardChannel& channel_;  ///< the session's
  apdu::Session session_;
  std::uint16_t cardCount_ = 0;
};

}  // namespace ssc::capi::ssse32
