#include "apdu/tlv.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <string>

#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/apdu/vector_file.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

// One line per object: tag, length, value of a primitive, or the objects inside in brackets.
std::string outline(const std::vector<BerTlv>& objects) {
  std::string text;
  for (const BerTlv& object : objects) {
    Bytes tag = encodeBer(object.tag, {});
    tag.pop_back();
    if (!text.empty()) text += ' ';
    text += toHex(tag) +
            (object.constructed() ? "(" + outline(object.children) + ")" : ":" + toHex(object.value));
  }
  return text;
}

std::string outline(const std::vector<SimpleTlv>& items) {
  std::string text;
  for (const SimpleTlv& item : items) {
    const std::array<std::uint8_t, 1> tag{item.tag};
    if (!text.empty()) text += ' ';
    text += toHex(tag) + ":" + toHex(item.value);
  }
  return text;
}

Bytes nested(int templates) {
  Bytes bytes = encodeBer(0x80, {});
  for (int i = 0; i < templates; ++i)
    bytes = encodeBer(0xA5, bytes);
  return bytes;
}

TEST_CASE("BER vectors parse to their outline, or fail at their place") {
  const auto fault = [](const ParseError& error) {
    return std::string(toText(error.fault)) + " at " + std::to_string(error.offset);
  };
  for (const auto& vector : test::readVectors("apdu/tlv.txt")) {
    const Bytes bytes = vector.bytes("bytes");
    CAPTURE(toHex(bytes));
    if (vector.text("format") == "ber") {
      const auto objects = parseBer(bytes);
      CHECK_EQ(objects ? outline(*objects) : fault(objects.error()), vector.text("result"));
    } else {
      const auto items = parseSimple(bytes);
      CHECK_EQ(items ? outline(*items) : fault(items.error()), vector.text("result"));
    }
  }
}

TEST_CASE("values point into the bytes that were parsed") {
  const Bytes bytes = hex("6F04 8402 3F00");
  const auto objects = parseBer(bytes);
  REQUIRE(objects.has_value());
  CHECK(objects->front().value.data() == bytes.data() + 2);
  CHECK(objects->front().children.front().value.data() == bytes.data() + 4);
}

TEST_CASE("a path of tags leads inwards and stops where a tag is missing") {
  const Bytes bytes = hex("6F10 8404 A0000001 A508 5001 41 9F0C 02 3132");
  const auto objects = parseBer(bytes);
  REQUIRE(objects.has_value());
  const BerTlv* found = findPath(*objects, {0x6F, 0xA5, 0x9F0C});
  REQUIRE(found != nullptr);
  CHECK_EQ(toHex(found->value), "3132");
  CHECK(findPath(*objects, {0x6F, 0xA5, 0x9F0D}) == nullptr);
  CHECK(findPath(*objects, {0x6F, 0x9F0C}) == nullptr);
  CHECK(findPath(*objects, {0x84}) == nullptr);
  CHECK(findPath(*objects, {}) == nullptr);
  CHECK(objects->front().find(0x84) != nullptr);
  CHECK(objects->front().find(0x50) == nullptr);
}

TEST_CASE("the first of two objects with the same tag is found") {
  const Bytes bytes = hex("8001 01 8001 02");
  const auto objects = parseBer(bytes);
  REQUIRE(objects.has_value());
  CHECK_EQ(toHex(findPath(*objects, {0x80})->value), "01");
}

TEST_CASE("templates may be nested to the limit and no deeper") {
  for (const std::size_t limit : {1U, 2U, 8U}) {
    CAPTURE(limit);
    const TlvLimits limits{limit, 100};
    CHECK(parseBer(nested(static_cast<int>(limit)), limits).has_value());
    const auto deeper = parseBer(nested(static_cast<int>(limit) + 1), limits);
    REQUIRE_FALSE(deeper.has_value());
    CHECK(deeper.error().fault == ParseFault::tooDeep);
    CHECK_EQ(deeper.error().offset, 2 * (limit + 1));
  }
  CHECK(parseBer(nested(0), TlvLimits{0, 100}).has_value());
  CHECK_FALSE(parseBer(nested(1), TlvLimits{0, 100}).has_value());
}

TEST_CASE("a hostile nesting of thousands of templates ends at the limit") {
  CHECK(parseBer(nested(5000)).error().fault == ParseFault::tooDeep);
}

TEST_CASE("objects are counted on all levels together") {
  const Bytes bytes = hex("A504 8000 8000 8000");
  CHECK(parseBer(bytes, TlvLimits{8, 4}).has_value());
  const auto tooMany = parseBer(bytes, TlvLimits{8, 3});
  REQUIRE_FALSE(tooMany.has_value());
  CHECK_EQ(tooMany.error().offset, 6);
  CHECK(parseBer(Bytes(2 * 1024, 0x80)).error().offset < 2 * 1024);
}

TEST_CASE("padding is skipped before, between, inside and after objects (ISO 7816-4 6.3)") {
  const Bytes bytes = hex("0000 8001 AA 00 A504 00 8000 00 0000");
  const auto objects = parseBer(bytes);
  REQUIRE(objects.has_value());
  CHECK_EQ(outline(*objects), "80:AA A5(80:)");
}

TEST_CASE("BER objects of every length form come back from their encoding") {
  struct Row {
    std::size_t size;
    const char* head;
  };
  for (const Row row :
       {Row{0, "5F2D00"}, Row{1, "5F2D01"}, Row{127, "5F2D7F"}, Row{128, "5F2D8180"}, Row{255, "5F2D81FF"},
        Row{256, "5F2D820100"}, Row{65535, "5F2D82FFFF"}, Row{65536, "5F2D83010000"}}) {
    CAPTURE(row.size);
    const Bytes value(row.size, 0x5A);
    const Bytes bytes = encodeBer(0x5F2D, value);
    CHECK_EQ(toHex(ByteView(bytes).first(bytes.size() - row.size)), row.head);
    const auto objects = parseBer(bytes);
    REQUIRE(objects.has_value());
    REQUIRE_EQ(objects->size(), 1);
    CHECK_EQ(objects->front().tag, 0x5F2D);
    CHECK(std::ranges::equal(objects->front().value, value));
  }
}

TEST_CASE("simple TLVs of both length forms come back from their encoding") {
  struct Row {
    std::size_t size;
    const char* head;
  };
  for (const Row row : {Row{0, "0500"}, Row{1, "0501"}, Row{254, "05FE"}, Row{255, "05FF00FF"},
                        Row{256, "05FF0100"}, Row{65535, "05FFFFFF"}}) {
    CAPTURE(row.size);
    const Bytes value(row.size, 0x5A);
    const Bytes bytes = encodeSimple(0x05, value);
    CHECK_EQ(toHex(ByteView(bytes).first(bytes.size() - row.size)), row.head);
    const auto items = parseSimple(bytes);
    REQUIRE(items.has_value());
    REQUIRE_EQ(items->size(), 1);
    CHECK_EQ(items->front().tag, 0x05);
    CHECK(std::ranges::equal(items->front().value, value));
  }
}

TEST_CASE("every prefix of an object is refused with a place inside it") {
  const Bytes ber = hex("6F10 8404 A0000001 A508 5001 41 9F0C 02 3132");
  for (std::size_t n = 1; n < ber.size(); ++n) {
    CAPTURE(n);
    const auto objects = parseBer(ByteView(ber).first(n));
    REQUIRE_FALSE(objects.has_value());
    CHECK(objects.error().fault == ParseFault::truncated);
    CHECK(objects.error().offset <= n);
  }
}

TEST_CASE("every prefix of a simple TLV is refused with a place inside it") {
  Bytes simple = encodeSimple(0x0A, Bytes(255, 1));
  for (std::size_t n = 1; n < simple.size(); ++n) {
    const auto items = parseSimple(ByteView(simple).first(n));
    REQUIRE_FALSE(items.has_value());
    CHECK(items.error().fault == ParseFault::truncated);
    CHECK(items.error().offset <= n);
  }
}

}  // namespace
}  // namespace ssc::apdu
