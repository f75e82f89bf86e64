// Card and security module in a process of their own, as they are in life: whoever settles may be killed at
// any command, the chips live on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hostlib/flows/terminal.hpp"

namespace ssc::tests {

/// What the settling process says, and what it is answered.
enum class ChipCall : std::uint8_t { powerCard = 'C', powerSam = 'S', card = 'c', sam = 's', moment = 'm' };
enum class ChipAnswer : std::uint8_t { done = 'd', removed = 'r', reader = 'x', powerCut = 'p' };

/// One end of a socket; whole messages of up to 64 KiB.
class ChipLink {
 public:
  explicit ChipLink(int socket) : socket_(socket) {}
  /// False: the other side is gone.
  [[nodiscard]] bool send(std::uint8_t kind, apdu::ByteView bytes) const;
  struct Message {
    std::uint8_t kind = 0;
    apdu::Bytes bytes;
  };
  [[nodiscard]] std::optional<Message> receive() const;
  [[nodiscard]] int socket() const { return socket_; }

 private:
  int socket_;
};

/// The settling process's terminal. `cutPower` never returns.
class LinkedTerminal final : public flows::Terminal {
 public:
  LinkedTerminal(ChipLink link, void (*cutPower)()) : link_(link), cutPower_(cutPower) {}
  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface interface) override;
  flows::Outcome<flows::PoweredCard> powerSam() override;
  /// A named moment: whoever listens may end this process there.
  void reach(std::string_view moment) const;

 private:
  class Channel;
  flows::Outcome<flows::PoweredCard> power(ChipCall call) const;
  [[nodiscard]] ChipLink::Message ask(ChipCall call, apdu::ByteView bytes) const;

  ChipLink link_;
  void (*cutPower_)();
};

}  // namespace ssc::tests
