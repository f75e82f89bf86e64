// A card's channel with the bounds of whichever job uses it now: a card that is held over several jobs must
// not stop at the deadline of the first.
#pragma once

#include <memory>

#include "apdu/pcsc/card_channel.hpp"
#include "apdu/pcsc/job.hpp"

namespace ssc::flows {

/// What the terminal and its channels share; the terminal changes it between jobs.
struct JobBounds {
  pcsc::JobToken job;
  unsigned round = 0;  ///< how often the job has changed
};

class BoundChannel final : public apdu::Channel {
 public:
  BoundChannel(std::unique_ptr<pcsc::CardChannel> channel, std::shared_ptr<const JobBounds> bounds)
      : channel_(std::move(channel)), bounds_(std::move(bounds)), round_(bounds_->round) {}

  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override {
    if (round_ != bounds_->round) {
      channel_->renew(bounds_->job.deadline(), bounds_->job.stopToken());
      round_ = bounds_->round;
    }
    return channel_->transmit(command, response);
  }

  [[nodiscard]] const pcsc::CardHandle& handle() const { return channel_->handle(); }

 private:
  std::unique_ptr<pcsc::CardChannel> channel_;
  std::shared_ptr<const JobBounds> bounds_;
  unsigned round_;
};

}  // namespace ssc::flows
