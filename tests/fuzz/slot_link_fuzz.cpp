// The slot link between reader and simulated card. The first byte is the size of the reads; what the reader's
// receiver takes apart must not depend on it, and must be what the card's own reader of the link sees.
#include <algorithm>
#include <vector>

#include "firmware/ports/host/slot_link.hpp"
#include "keys-sim/device/slot_link.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::fw::host;
using ssc::fuzz::require;
using ssc::fw::ByteView;
using Messages = std::vector<std::vector<std::uint8_t>>;

std::vector<std::uint8_t> flat(const LinkMessage& message) {
  std::vector<std::uint8_t> bytes = {static_cast<std::uint8_t>(message.type)};
  bytes.insert(bytes.end(), message.payload.begin(), message.payload.end());
  const LinkBuffer again = encode(message);
  require(again.size() == kLinkHeader + message.payload.size(), "what was received can be sent");
  return bytes;
}

void drain(LinkReceiver& receiver, Messages& messages) {
  while (const auto message = receiver.next()) {
    require(message->payload.size() <= kMaxLinkPayload, "a payload keeps its limit");
    messages.push_back(flat(*message));
  }
}

Messages receive(ByteView stream, std::size_t portion) {
  LinkReceiver receiver;
  Messages messages;
  while (!stream.empty() && !receiver.broken()) {
    const auto room = receiver.room();
    require(!room.empty(), "there is room to read into");
    const std::size_t count = std::min({portion, room.size(), stream.size()});
    std::copy_n(stream.begin(), count, room.begin());
    receiver.received(count);
    stream = stream.subspan(count);
    drain(receiver, messages);
  }
  return messages;
}

void compareWithCard(const Messages& messages, ByteView stream) {
  ssc::sim::FrameReader card;
  card.feed(stream);
  for (const auto& message : messages) {
    const auto frame = card.next();
    require(frame.has_value(), "the card's reader sees as many");
    require(static_cast<std::uint8_t>(frame->type) == message[0], "of the same types");
    require(std::ranges::equal(frame->payload, ByteView(message).subspan(1)), "with the same payloads");
  }
  while (card.next())
    continue;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView stream(data + 1, size - 1);
  const Messages whole = receive(stream, stream.size());
  require(receive(stream, 1U + data[0]) == whole, "the size of the reads does not matter");
  compareWithCard(whole, stream);
  return 0;
}
