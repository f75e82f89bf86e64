// A terminal whose channels stay open, so that connecting is left out of a measure.
#pragma once

#include <memory>

#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::bench {

inline pcsc::JobToken unbounded() {
  return {pcsc::kNoDeadline, {}};
}

class BorrowedChannel final : public apdu::Channel {
 public:
  explicit BorrowedChannel(apdu::Channel& channel) : channel_(channel) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView c, apdu::MutableByteView r) override {
    return channel_.transmit(c, r);
  }

 private:
  apdu::Channel& channel_;
};

class KeptTerminal final : public flows::Terminal {
 public:
  explicit KeptTerminal(flows::Terminal& terminal)
      : card_(terminal.powerCard(flows::CardInterface::contact).value()), sam_(terminal.powerSam().value()) {}
  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface) override { return borrowed(card_); }
  flows::Outcome<flows::PoweredCard> powerSam() override { return borrowed(sam_); }

 private:
  static flows::PoweredCard borrowed(flows::PoweredCard& card) {
    return {std::make_unique<BorrowedChannel>(*card.channel), card.atr};
  }
  flows::PoweredCard card_, sam_;
};

}  // namespace ssc::bench
