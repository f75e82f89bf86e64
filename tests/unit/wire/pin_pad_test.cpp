#include "wire/pin_pad.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "tests/unit/crypto/vector_file.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::test::fromHex;
using ssc::test::toHex;
using namespace ssc::wire::pad;

namespace {

struct Sample {
  Message message;
  std::string frame;
};

std::string repeated(const std::string& text, std::size_t count) {
  std::string out;
  while (count-- > 0)
    out += text;
  return out;
}

std::vector<Sample> samples() {
  Hello hello;
  hello.key.fill(0xAB);
  Session session;
  session.key.fill(0xCD);
  PinBlock block{};
  block.fill(0xEF);
  return {
      {hello, "01004101" + repeated("AB", 64)},
      {Ask{0x01020304, Prompt::fresh, 4, 12, 30000},
       "02000B"
       "01020304"
       "03"
       "04"
       "0C"
       "00007530"},
      {Cancel{2},
       "030004"
       "00000002"},
      {session, "810070" + repeated("CD", 112)},
      {Entered{0xFFFFFFFF, block},
       "820014"
       "FFFFFFFF" +
           repeated("EF", 16)},
      {NotEntered{1, NoEntry::wrongLength},
       "830005"
       "00000001"
       "03"},
  };
}

tl::expected<std::optional<Message>, ssc::wire::BadMessage> read(const std::string& hex) {
  MessageReader reader;
  reader.feed(fromHex(hex));
  return reader.next();
}

}  // namespace

TEST_CASE("each message has the frame of the page") {
  for (const auto& [message, frame] : samples()) {
    CHECK(toHex(encode(message)) == frame);
    const auto again = read(frame);
    REQUIRE(again.has_value());
    REQUIRE(again->has_value());
    CHECK((*again)->index() == message.index());
    CHECK(toHex(encode(**again)) == frame);
  }
  CHECK(samples().size() == std::variant_size_v<Message>);
}

TEST_CASE("messages are found in a stream however it is cut") {
  Bytes stream;
  for (const auto& sample : samples()) {
    const Bytes frame = encode(sample.message);
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  for (std::size_t piece = 1; piece <= stream.size(); piece += 7) {
    MessageReader reader;
    std::string seen;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.feed(ByteView(stream).subspan(at, std::min(piece, stream.size() - at)));
      for (auto message = reader.next(); message && *message; message = reader.next())
        seen += toHex(encode(**message));
    }
    CHECK(seen == toHex(stream));
  }
}

TEST_CASE("mistakes are named by their place") {
  struct Mistake {
    std::string frame, text;
  };
  const std::string ask = "02000B000000010104060000", limit = "7530";
  REQUIRE(read(ask + limit).has_value());
  for (const auto& [frame, text] : std::vector<Mistake>{
           {"000000", "type: is not known"},
           {"840000", "type: is not known"},
           {"030005", "length: is not that of the type"},
           {"03FFFF", "length: is not that of the type"},
           {"01004102" + repeated("AB", 64), "version: is out of bounds"},
           {"03000400000000", "entry: is out of bounds"},
           {"02000B000000000104060000" + limit, "entry: is out of bounds"},
           {"02000B000000010004060000" + limit, "prompt: is out of bounds"},
           {"02000B000000010504060000" + limit, "prompt: is out of bounds"},
           {"02000B000000010103060000" + limit, "least: is out of bounds"},
           {"02000B0000000101040D0000" + limit, "most: is out of bounds"},
           {ask + "0000", "milliseconds: is out of bounds"},
           {"02000B0000000101040600"
            "0927C1",
            "milliseconds: is out of bounds"},
           {"8300050000000100", "why: is out of bounds"},
           {"8300050000000105", "why: is out of bounds"},
       }) {
    INFO(frame);
    const auto message = read(frame);
    REQUIRE(!message.has_value());
    CHECK(message.error().text() == text);
  }
}

TEST_CASE("a frame that is not whole waits for the rest") {
  for (const std::string frame : {"", "03", "0300", "030004", "03000400000002"}) {
    const auto message = read(frame);
    REQUIRE(message.has_value());
    CHECK(message->has_value() == (frame.size() == 14));
  }
}

TEST_CASE("random bytes are taken apart or refused, never more") {
  std::mt19937 engine(4);  // NOLINT(bugprone-random-generator-seed): repeatable
  for (int round = 0; round < 2000; ++round) {
    Bytes bytes(engine() % 200);
    std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(engine()); });
    if (!bytes.empty() && round % 2 == 0) bytes[0] = static_cast<std::uint8_t>(1 + engine() % 3);
    MessageReader reader;
    reader.feed(bytes);
    std::size_t used = 0;
    for (auto message = reader.next(); message && *message; message = reader.next())
      used += encode(**message).size();
    CHECK(used <= bytes.size());
  }
}
