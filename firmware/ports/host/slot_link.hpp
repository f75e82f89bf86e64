// The messages of the slot link (docs/reader/slot-link.md): type, length (2 bytes, big endian), payload.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "firmware/core/bytes.hpp"

namespace ssc::fw::host {

enum class LinkType : std::uint8_t { inserted = 'i', out = 'o', vcc = 'v', clk = 'k', rst = 'r', data = 'd' };

inline constexpr std::size_t kLinkHeader = 3;
inline constexpr std::size_t kMaxLinkPayload = 1024;

struct LinkMessage {
  LinkType type;
  ByteView payload;
};

using LinkBuffer = Buffer<kLinkHeader + kMaxLinkPayload>;

/// The encoded message; a payload over the limit does not fit and leaves the buffer empty.
LinkBuffer encode(const LinkMessage& message);

/// Takes the stream of a card apart.
class LinkReceiver {
 public:
  /// Room for the next read, never empty.
  std::span<std::uint8_t> room();
  /// `count` bytes were read into room().
  void received(std::size_t count) { end_ += count; }
  /// The next whole message a card may send; its payload is valid until room() is called. Empty when more
  /// bytes are needed or the stream is broken.
  std::optional<LinkMessage> next();
  /// Overwrites the messages that were handed out: they may carry what a card says about its holder.
  void forget();
  [[nodiscard]] bool broken() const { return broken_; }
  void reset() { *this = LinkReceiver{}; }

 private:
  std::array<std::uint8_t, 2 * (kLinkHeader + kMaxLinkPayload)> bytes_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool broken_ = false;
};

}  // namespace ssc::fw::host
