#include "apdu/replay.hpp"

#include <algorithm>

#include "apdu/command.hpp"

namespace ssc::apdu {

namespace {

// Header, Nc and Ne; of bytes that are no command the header and the next byte.
bool sameShape(ByteView a, ByteView b) {
  const auto left = Command::decode(a);
  const auto right = Command::decode(b);
  if (a.size() != b.size() || left.has_value() != right.has_value()) return false;
  if (!left) {
    const std::size_t compared = std::min<std::size_t>(5, a.size());
    return std::ranges::equal(a.first(compared), b.first(compared));
  }
  return left->header() == right->header() && left->data().size() == right->data().size() &&
         left->expected() == right->expected();
}

}  // namespace

bool ReplayChannel::matches(ByteView recorded, ByteView command) const {
  return trace_.redacted ? sameShape(recorded, command) : std::ranges::equal(recorded, command);
}

tl::expected<std::size_t, ChannelError> ReplayChannel::transmit(ByteView command, MutableByteView response) {
  if (finished() || !matches(trace_.exchanges[next_].command, command)) {
    return tl::unexpected(ChannelError::communication);
  }
  const Bytes& answer = trace_.exchanges[next_++].response;
  if (answer.empty()) return tl::unexpected(ChannelError::cardRemoved);
  if (answer.size() > response.size()) return tl::unexpected(ChannelError::malformedAnswer);
  std::copy(answer.begin(), answer.end(), response.begin());
  return answer.size();
}

}  // namespace ssc::apdu
