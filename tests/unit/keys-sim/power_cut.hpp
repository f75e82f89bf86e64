// Command APDUs over T=0, with the power cut after a number of characters of either side.
#pragma once

#include "keys-sim/device/t0_device.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {

class CutLine {
 public:
  explicit CutLine(Chip& chip) : device_(chip) { device_.reset(); }

  /// The power goes after so many more characters.
  void cutAfter(std::size_t characters) { left_ = characters; }
  /// Characters of both sides since the last call.
  std::size_t takeCount() { return std::exchange(count_, 0); }

  /// Data and status in hexadecimal, GET RESPONSE included; empty where the power went before all of it was
  /// there.
  std::string exchange(std::string_view command) {
    const auto bytes = hex(command);
    put(apdu::ByteView(bytes).first(5));
    if (bytes.size() == 5) return finish();
    put(apdu::ByteView(bytes).subspan(5));
    if (hasMore()) put(apdu::Bytes{0x00, 0xC0, 0x00, 0x00, reply_.back()});
    return finish();
  }

 private:
  // A new header makes the reply to the one before it uninteresting.
  void put(apdu::ByteView characters) {
    reply_.clear();
    for (const std::uint8_t character : characters) {
      if (!passes()) return;
      for (const auto& emission : device_.receive(character).emissions)
        receive(emission.characters);
    }
  }

  void receive(const apdu::Bytes& characters) {
    for (const std::uint8_t character : characters)
      if (passes()) reply_.push_back(character);
  }

  [[nodiscard]] bool hasMore() const { return reply_.size() == 2 && reply_.front() == 0x61; }

  bool passes() {
    if (left_ == 0) {
      cut_ = true;
      return false;
    }
    --left_;
    ++count_;
    return true;
  }

  // Without the procedure byte that stands before data.
  std::string finish() {
    if (cut_) return {};
    if (reply_.size() > 2) reply_.erase(reply_.begin());
    return apdu::toHex(reply_);
  }

  T0Device device_;
  apdu::Bytes reply_;
  std::size_t left_ = 1'000'000, count_ = 0;
  bool cut_ = false;
};

}  // namespace ssc::sim::test
