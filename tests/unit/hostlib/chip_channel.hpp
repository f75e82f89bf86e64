// A simulated chip as a channel: for tests of what a host says to it.
#pragma once

#include <algorithm>
#include <doctest/doctest.h>

#include "apdu/channel.hpp"
#include "keys-sim/device/chip.hpp"

namespace ssc::test {

// A chip behind a reader that speaks T=CL: whole answers, or the beginning where Le asks for less; without Le
// 61xx.
class ChipChannel final : public apdu::Channel {
 public:
  explicit ChipChannel(sim::Chip& chip) : chip_(chip) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView bytes,
                                                         apdu::MutableByteView out) override {
    const auto command = apdu::Command::decode(bytes);
    REQUIRE(command.has_value());
    apdu::Response response = chip_.process(*command);
    const auto sw = response.sw();
    apdu::Bytes data = std::move(response).takeData();
    if (!command->expected() && !data.empty()) {
      out[0] = 0x61;
      out[1] = static_cast<std::uint8_t>(data.size());
      return 2;
    }
    const std::size_t count = std::min(data.size(), command->expected().value_or(0));
    std::copy_n(data.begin(), count, out.begin());
    out[count] = sw.sw1();
    out[count + 1] = sw.sw2();
    return count + 2;
  }

 private:
  sim::Chip& chip_;
};

}  // namespace ssc::test
