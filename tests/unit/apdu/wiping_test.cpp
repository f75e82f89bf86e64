// What may be a PIN or a person's data must not stay in freed memory. Each test first proves that the search
// hits.
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <memory>

#include "apdu/session.hpp"
#include "tests/unit/apdu/freed_memory.hpp"

namespace ssc::apdu {
namespace {

constexpr std::array<std::uint8_t, 16> kSecret{0x13, 0x57, 0x9B, 0xDF, 0x24, 0x68, 0xAC, 0xE0,
                                               0xF1, 0xE2, 0xD3, 0xC4, 0xB5, 0xA6, 0x97, 0x88};

bool holdsSecret(ByteView bytes) {
  return std::search(bytes.begin(), bytes.end(), kSecret.begin(), kSecret.end()) != bytes.end();
}

/// A card whose answers are the secret, as often as asked for, then a status word. It holds no copy itself.
class SecretCard final : public Channel {
 public:
  struct Seen {
    MutableByteView buffer;
    int calls = 0;
  };
  SecretCard(Seen& seen, int offers) : seen_(seen), offers_(offers) {}

  tl::expected<std::size_t, ChannelError> transmit(ByteView /*command*/, MutableByteView response) override {
    std::copy(kSecret.begin(), kSecret.end(), response.begin());
    const bool more = ++seen_.calls <= offers_;
    response[kSecret.size()] = more ? 0x61 : 0x90;
    response[kSecret.size() + 1] = more ? kSecret.size() : 0x00;
    seen_.buffer = response;
    return kSecret.size() + 2;
  }

 private:
  Seen& seen_;
  int offers_;
};

TEST_CASE("the search finds a secret that is freed without being wiped") {
  const test::FreedMemoryWatch watch(kSecret);
  {
    const Bytes careless = join({kSecret});  // made out of sight, or clang elides the allocation
  }
  CHECK_EQ(watch.hits(), 1);
  {
    Bytes careful = join({kSecret});
    wipe(careful);
  }
  CHECK_EQ(watch.hits(), 1);
}

TEST_CASE("the buffer of a session holds the answer while it lives and not when it dies") {
  SecretCard::Seen seen;
  const test::FreedMemoryWatch watch(kSecret);
  {
    Session session(std::make_unique<SecretCard>(seen, 0));
    REQUIRE(session.transmit(Command::readBinary(0, 256)).has_value());
    REQUIRE(holdsSecret(seen.buffer));
  }
  CHECK_EQ(watch.hits(), 0);
}

TEST_CASE("a buffer that must grow leaves nothing behind") {
  SecretCard::Seen seen;
  const test::FreedMemoryWatch watch(kSecret);
  Session session(std::make_unique<SecretCard>(seen, 0));
  REQUIRE(session.transmit(Command::readBinary(0, 256)).has_value());
  REQUIRE(holdsSecret(seen.buffer));
  const auto* const before = seen.buffer.data();
  REQUIRE(session.transmit(Command::readBinary(0, 65536)).has_value());
  REQUIRE(seen.buffer.data() != before);
  CHECK_EQ(watch.hits(), 0);
}

TEST_CASE("an answer joined from many parts leaves no part behind") {
  SecretCard::Seen seen;
  const test::FreedMemoryWatch watch(kSecret);
  {
    Session session(std::make_unique<SecretCard>(seen, 40));
    const auto response = session.transmit(Command::readBinary(0, 65536));
    REQUIRE(response.has_value());
    REQUIRE_EQ(response->data().size(), 41 * kSecret.size());
  }
  CHECK_EQ(watch.hits(), 0);
}

TEST_CASE("a response wipes its data, in every copy") {
  const test::FreedMemoryWatch watch(kSecret);
  {
    const Response response(Bytes(kSecret.begin(), kSecret.end()), sw::kOk);
    const Response copy = response;
    REQUIRE(holdsSecret(copy.data()));
    Response moving = copy;
    const Response moved = std::move(moving);
    REQUIRE(holdsSecret(moved.data()));
  }
  CHECK_EQ(watch.hits(), 0);
}

TEST_CASE("a command wipes its data: copied, moved, assigned to, chained, with another Ne") {
  const test::FreedMemoryWatch watch(kSecret);
  {
    Command command = Command::verify(0, kSecret);
    Command copy = command;
    copy = command;
    const Command moved = std::move(copy);
    const Command longer = command.withExpected(256);
    REQUIRE(holdsSecret(longer.data()));
    REQUIRE(holdsSecret(moved.data()));
    const auto parts = Command({0, 0xD6, 0, 0}, join({kSecret})).chained(16);
    command = Command::selectMf();
  }
  CHECK_EQ(watch.hits(), 1);  // the one copy that this test made itself with join
}

TEST_CASE(
    "a command that is sent, short or extended, leaves nothing behind in the session or its redacted trace") {
  SecretCard::Seen seen;
  Trace trace(RedactionPolicy{});
  const test::FreedMemoryWatch watch(kSecret);
  {
    Session session(std::make_unique<SecretCard>(seen, 1), &trace);
    REQUIRE(session.transmit(Command({0, 0x20, 0, 0}, kSecret, 256)).has_value());
    REQUIRE(session.transmit(Command({0, 0xD6, 0, 0}, kSecret, 1024)).has_value());
  }
  CHECK_EQ(watch.hits(), 0);
  REQUIRE_EQ(trace.exchanges().size(), 3);
  for (const Exchange& exchange : trace.exchanges()) {
    CHECK_FALSE(holdsSecret(exchange.command));
    CHECK_FALSE(holdsSecret(exchange.response));
  }
}

TEST_CASE("a full trace does hold what was exchanged") {
  SecretCard::Seen seen;
  Trace trace(RedactionPolicy{{}, {}, true});
  Session session(std::make_unique<SecretCard>(seen, 0), &trace);
  REQUIRE(session.transmit(Command({0, 0x20, 0, 0}, kSecret, 256)).has_value());
  CHECK(holdsSecret(trace.exchanges().front().command));
  CHECK(holdsSecret(trace.exchanges().front().response));
}

}  // namespace
}  // namespace ssc::apdu
