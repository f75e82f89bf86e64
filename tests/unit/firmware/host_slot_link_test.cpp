#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "firmware/ports/host/slot_link.hpp"

namespace ssc::fw::host::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

void give(LinkReceiver& receiver, const Bytes& bytes) {
  const auto room = receiver.room();
  REQUIRE(room.size() >= bytes.size());
  std::copy(bytes.begin(), bytes.end(), room.begin());
  receiver.received(bytes.size());
}

}  // namespace

TEST_CASE("a message is type, big-endian length and payload") {
  const Bytes payload = {0x0D, 0xF3};
  const LinkBuffer message = encode({LinkType::clk, payload});
  CHECK(Bytes(message.view().begin(), message.view().end()) == Bytes{'k', 0x00, 0x02, 0x0D, 0xF3});
}

TEST_CASE("messages cut at any byte arrive whole") {
  const Bytes stream = {'i', 0, 0, 'd', 0, 2, 0x3B, 0x00, 'o', 0, 0};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    CAPTURE(cut);
    LinkReceiver receiver;
    std::string types;
    const auto middle = stream.begin() + static_cast<std::ptrdiff_t>(cut);
    for (const Bytes& part : {Bytes(stream.begin(), middle), Bytes(middle, stream.end())}) {
      give(receiver, part);
      while (const auto message = receiver.next())
        types += static_cast<char>(message->type);
    }
    CHECK(types == "ido");
    CHECK_FALSE(receiver.broken());
  }
}

TEST_CASE("messages that were handed out are overwritten, an unfinished one is kept") {
  const Bytes secret = {0xD1, 0xC2, 0xB3, 0xA4};
  LinkReceiver receiver;
  give(receiver, {'d', 0, 4, 0xD1, 0xC2, 0xB3, 0xA4, 'd', 0, 2, 0x11});
  REQUIRE(receiver.next());
  receiver.forget();
  const auto* const raw = reinterpret_cast<const std::uint8_t*>(&receiver);
  CHECK(std::search(raw, raw + sizeof receiver, secret.begin(), secret.end()) == raw + sizeof receiver);
  give(receiver, {0x22});
  const auto rest = receiver.next();
  REQUIRE(rest);
  CHECK(Bytes(rest->payload.begin(), rest->payload.end()) == Bytes{0x11, 0x22});
}

TEST_CASE("what a card may not say breaks the link") {
  for (const Bytes& bytes :
       {Bytes{'v', 0, 1, 'A'}, Bytes{'x', 0, 0}, Bytes{'d', 0, 0}, Bytes{'d', 4, 1}, Bytes{'i', 0, 1, 0}}) {
    LinkReceiver receiver;
    give(receiver, bytes);
    CHECK_FALSE(receiver.next());
    CHECK(receiver.broken());
  }
}

TEST_CASE("the longest payload passes, one more byte is not encoded") {
  const Bytes longest(kMaxLinkPayload, 0x5A);
  LinkReceiver receiver;
  const LinkBuffer message = encode({LinkType::data, longest});
  give(receiver, Bytes(message.view().begin(), message.view().end()));
  const auto received = receiver.next();
  REQUIRE(received);
  CHECK(received->payload.size() == kMaxLinkPayload);
  CHECK(encode({LinkType::data, Bytes(kMaxLinkPayload + 1, 0)}).empty());
}

}  // namespace ssc::fw::host::test
