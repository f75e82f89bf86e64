#include "firmware/ports/host/slot_link.hpp"

#include <algorithm>

namespace ssc::fw::host {
namespace {

struct CardMessage {
  LinkType type;
  std::size_t minLength;
  std::size_t maxLength;
};
// What a card may say.
constexpr std::array kCardMessages = {
    CardMessage{LinkType::inserted, 0, 0},
    CardMessage{LinkType::out, 0, 0},
    CardMessage{LinkType::data, 1, kMaxLinkPayload},
};

bool legal(std::uint8_t type, std::size_t length) {
  return std::ranges::any_of(kCardMessages, [&](const CardMessage& row) {
    return static_cast<std::uint8_t>(row.type) == type && length >= row.minLength && length <= row.maxLength;
  });
}

}  // namespace

LinkBuffer encode(const LinkMessage& message) {
  LinkBuffer buffer;
  if (message.payload.size() > kMaxLinkPayload) return buffer;
  buffer.append(static_cast<std::uint8_t>(message.type));
  buffer.append(static_cast<std::uint8_t>(message.payload.size() >> 8));
  buffer.append(static_cast<std::uint8_t>(message.payload.size() & 0xFF));
  buffer.append(message.payload);
  return buffer;
}

// At most one unfinished message is kept, so half of the array is always free.
std::span<std::uint8_t> LinkReceiver::room() {
  forget();
  return std::span(bytes_).subspan(end_);
}

void LinkReceiver::forget() {
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
            bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
  wipe(std::span(bytes_).subspan(end_ - begin_, begin_));
  end_ -= begin_;
  begin_ = 0;
}

std::optional<LinkMessage> LinkReceiver::next() {
  const ByteView unread = ByteView(bytes_).subspan(begin_, end_ - begin_);
  if (broken_ || unread.size() < kLinkHeader) return std::nullopt;
  const std::size_t length = static_cast<std::size_t>(unread[1]) << 8 | unread[2];
  broken_ = !legal(unread[0], length);
  if (broken_ || unread.size() < kLinkHeader + length) return std::nullopt;
  begin_ += kLinkHeader + length;
  return LinkMessage{static_cast<LinkType>(unread[0]), unread.subspan(kLinkHeader, length)};
}

}  // namespace ssc::fw::host
