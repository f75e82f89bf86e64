// A clock that stands still until told otherwise, and ports that write down what the core asked of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "firmware/core/clock.hpp"
#include "firmware/core/ports.hpp"

namespace ssc::fw::test {

using Bytes = std::vector<std::uint8_t>;

class FakeClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void advance(Micros span) { now_ += span; }

 private:
  Instant now_ = 1'000'000;
};

/// What crossed to the card, and the contacts' changes as words: rst0 rst1 vcc0 vccA clk3571 …
class FakeContacts final : public SlotPort {
 public:
  void vcc(Voltage voltage) override { note(std::string("vcc") + "0ABC"[static_cast<std::size_t>(voltage)]); }
  void clk(std::uint32_t kiloHertz) override { note("clk" + std::to_string(kiloHertz)); }
  void rst(bool high) override { note(high ? "rst1" : "rst0"); }
  void send(ByteView characters) override { sent_.insert(sent_.end(), characters.begin(), characters.end()); }

  Bytes takeSent() { return std::exchange(sent_, {}); }
  std::string takeChanges() { return std::exchange(changes_, {}); }

 private:
  void note(const std::string& word) { changes_ += (changes_.empty() ? "" : " ") + word; }

  Bytes sent_;
  std::string changes_;
};

class FakeHost final : public HostPort {
 public:
  void respond(ByteView message) override { messages.emplace_back(message.begin(), message.end()); }
  void extendTime(ByteView message) override { extensions.emplace_back(message.begin(), message.end()); }
  void slotChanged(std::size_t slot, bool present) override {
    movements += (present ? "+" : "-") + std::to_string(slot);
  }

  std::vector<Bytes> messages;
  std::vector<Bytes> extensions;
  std::string movements;
};

}  // namespace ssc::fw::test
