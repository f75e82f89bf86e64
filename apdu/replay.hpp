// A recorded trace as a channel: the same commands get the same answers.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/trace.hpp"

namespace ssc::apdu {

/// Commands must come in the recorded order. Of a full trace every byte is compared; of a redacted one the
/// header, Nc and Ne (the data fields were zeroed). A command that differs, or one too many, is
/// ChannelError::communication.
class ReplayChannel final : public Channel {
 public:
  explicit ReplayChannel(RecordedTrace trace) : trace_(std::move(trace)) {}

  tl::expected<std::size_t, ChannelError> transmit(ByteView command, MutableByteView response) override;
  [[nodiscard]] bool finished() const { return next_ == trace_.exchanges.size(); }

 private:
  [[nodiscard]] bool matches(ByteView recorded, ByteView command) const;

  RecordedTrace trace_;
  std::size_t next_ = 0;
};

}  // namespace ssc::apdu
