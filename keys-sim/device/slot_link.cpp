#include "keys-sim/device/slot_link.hpp"

#include <algorithm>
#include <array>

namespace ssc::sim {
namespace {

constexpr std::size_t kHeader = 3;

struct Shape {
  LinkMessage type;
  std::size_t shortest, longest;
};
constexpr std::array<Shape, 6> kShapes{{
    {LinkMessage::inserted, 0, 0},
    {LinkMessage::out, 0, 0},
    {LinkMessage::supply, 1, 1},
    {LinkMessage::clock, 2, 2},
    {LinkMessage::reset, 1, 1},
    {LinkMessage::characters, 1, kMaxLinkPayload},
}};

bool isAllowed(std::uint8_t type, std::size_t length) {
  return std::any_of(kShapes.begin(), kShapes.end(), [&](const Shape& shape) {
    return static_cast<std::uint8_t>(shape.type) == type && length >= shape.shortest &&
           length <= shape.longest;
  });
}

}  // namespace

apdu::Bytes encodeFrame(LinkMessage type, apdu::ByteView payload) {
  apdu::Bytes frame{static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(payload.size() >> 8),
                    static_cast<std::uint8_t>(payload.size() & 0xFF)};
  apdu::append(frame, payload);
  return frame;
}

void FrameReader::feed(apdu::ByteView bytes) {
  apdu::append(buffer_, bytes);
}

std::optional<LinkFrame> FrameReader::next() {
  if (broken_ || buffer_.size() < kHeader) return std::nullopt;
  const std::size_t length = static_cast<std::size_t>((buffer_[1] << 8) | buffer_[2]);
  if (!isAllowed(buffer_[0], length)) {
    broken_ = true;
    return std::nullopt;
  }
  if (buffer_.size() < kHeader + length) return std::nullopt;
  const auto start = buffer_.begin() + kHeader;
  const auto end = start + static_cast<std::ptrdiff_t>(length);
  LinkFrame frame{static_cast<LinkMessage>(buffer_[0]), {start, end}};
  buffer_.erase(buffer_.begin(), end);
  return frame;
}

}  // namespace ssc::sim
