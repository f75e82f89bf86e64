// A card that follows a script: it checks every byte it is sent and answers as written. The script reads like
// the transcript of a card:   > 00A4020002EF05   < 9000
#pragma once

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/channel.hpp"

namespace ssc::test {

class ScriptedChannel final : public apdu::Channel {
 public:
  struct Step {
    apdu::Bytes command;
    apdu::Bytes answer;
    bool fails = false;
    apdu::ChannelError error = apdu::ChannelError::cardRemoved;
  };

  /// Lines `> hex`, `< hex`; `< ! ` makes the exchange fail with cardRemoved. Empty lines and # are skipped.
  static std::vector<Step> parse(std::string_view script);

  explicit ScriptedChannel(std::vector<Step> steps) : steps_(std::move(steps)) {}
  explicit ScriptedChannel(std::string_view script) : ScriptedChannel(parse(script)) {}
  /// A script that was not played to its end is a failed test.
  ~ScriptedChannel() override {
    CHECK_MESSAGE(next_ == steps_.size(), "the script was not played to its end");
  }

  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override;

 private:
  std::vector<Step> steps_;
  std::size_t next_ = 0;
};

}  // namespace ssc::test
