#include "apdu/command.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/apdu/vector_file.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

constexpr Header kHeader{0x00, 0xD6, 0x12, 0x34};
constexpr std::size_t kDataSizes[] = {0, 1, 2, 254, 255, 256, 257, 65534, 65535};
constexpr std::size_t kExpectedSizes[] = {0, 1, 2, 255, 256, 257, 65535, 65536};  // 0 = no Le here

Bytes pattern(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::uint8_t>(i * 7 + 1);
  return bytes;
}

std::optional<std::size_t> optionalNe(std::size_t ne) {
  return ne == 0 ? std::nullopt : std::optional(ne);
}

void put(Bytes& out, std::size_t value, bool two) {
  if (two) out.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

// The encoding written down a second time, from ISO/IEC 7816-3 §12.1.3 table 13.
Bytes reference(ByteView data, std::size_t ne) {
  const bool extended = data.size() > 255 || ne > 256;
  Bytes out{0x00, 0xD6, 0x12, 0x34};
  if (extended) out.push_back(0);
  if (!data.empty()) put(out, data.size(), extended);
  append(out, data);
  if (ne != 0) put(out, ne, extended);
  return out;
}

// Whether bytes are a command at all, by the same table: the length of the body and its first bytes decide.
bool isCommand(ByteView bytes) {
  if (bytes.size() < 4) return false;
  const ByteView body = bytes.subspan(4);
  const std::size_t n = body.size();
  if (n <= 1) return true;
  if (body[0] != 0) return n == 1U + body[0] || n == 2U + body[0];
  if (n < 3) return false;
  const std::size_t nc = static_cast<std::size_t>(body[1]) << 8 | body[2];
  return n == 3 || (nc != 0 && (n == 3 + nc || n == 5 + nc));
}

void checkDecoded(ByteView bytes) {
  const auto command = Command::decode(bytes);
  CHECK_EQ(command.has_value(), isCommand(bytes));
  if (!command) CHECK(command.error().offset <= bytes.size());
}

TEST_CASE("the seven encodings are those of the vectors, in both directions") {
  for (const auto& vector : test::readVectors("apdu/command.txt")) {
    CAPTURE(vector.text("name"));
    const Bytes encoded = vector.bytes("encoded");
    const auto command = Command::decode(encoded);
    if (vector.has("fault")) {
      REQUIRE_FALSE(command.has_value());
      CHECK_EQ(toText(command.error().fault), vector.text("fault"));
      CHECK_EQ(command.error().offset, vector.number("offset"));
      continue;
    }
    REQUIRE(command.has_value());
    const Header& header = command->header();
    CHECK(Bytes{header.cla, header.ins, header.p1, header.p2} == vector.bytes("header"));
    CHECK_EQ(toHex(command->data()), toHex(vector.bytes("data")));
    const auto expected = vector.number("expected");
    CHECK_EQ(command->expected().value_or(0), expected.value_or(0));
    CHECK_EQ(command->isoCase(), static_cast<int>(*vector.number("case")));
    CHECK_EQ(toHex(command->encode()), toHex(vector.bytes(vector.has("shortest") ? "shortest" : "encoded")));
  }
}

TEST_CASE("every boundary of Nc and Ne is encoded as the standard says and decodes to itself") {
  for (const std::size_t nc : kDataSizes) {
    for (const std::size_t ne : kExpectedSizes) {
      CAPTURE(nc);
      CAPTURE(ne);
      const Bytes data = pattern(nc);
      const Command command(kHeader, data, optionalNe(ne));
      const Bytes encoded = command.encode();
      REQUIRE(encoded == reference(data, ne));
      CHECK_EQ(command.encodedSize(), encoded.size());
      CHECK_EQ(command.isExtended(), (nc > 255 || ne > 256));
      CHECK_EQ(command.isoCase(), (nc == 0 ? (ne == 0 ? 1 : 2) : (ne == 0 ? 3 : 4)));
      const auto decoded = Command::decode(encoded);
      REQUIRE(decoded.has_value());
      CHECK(decoded->header() == kHeader);
      CHECK(std::ranges::equal(decoded->data(), data));
      CHECK(decoded->expected() == optionalNe(ne));
    }
  }
}

TEST_CASE("every prefix of a command is a shorter command or fails with its place") {
  for (const std::size_t nc : {0U, 1U, 2U, 255U, 256U, 300U}) {
    for (const std::size_t ne : {0U, 1U, 256U, 65536U}) {
      const Bytes encoded = Command(kHeader, pattern(nc), optionalNe(ne)).encode();
      for (std::size_t n = 0; n <= encoded.size(); ++n)
        checkDecoded(ByteView(encoded).first(n));
    }
  }
}

TEST_CASE("bytes behind a command are an error") {
  for (const std::size_t nc : {1U, 255U, 256U}) {
    Bytes encoded = Command(kHeader, pattern(nc), 256).encode();
    const std::size_t size = encoded.size();
    encoded.push_back(0x55);
    const auto command = Command::decode(encoded);
    REQUIRE_FALSE(command.has_value());
    CHECK(command.error() == ParseError{ParseFault::trailing, size});
  }
}

TEST_CASE("all bodies of up to nine bytes with any first length bytes decode exactly when the table allows") {
  for (std::size_t size = 0; size <= 9; ++size) {
    for (unsigned first = 0; first <= 8; ++first) {
      for (unsigned third = 0; third <= 8; ++third) {
        Bytes bytes{0x00, 0xA4, 0x04, 0x00};
        bytes.resize(4 + size, 0);
        if (size > 0) bytes[4] = static_cast<std::uint8_t>(first);
        if (size > 2) bytes[6] = static_cast<std::uint8_t>(third);
        checkDecoded(bytes);
      }
    }
  }
}

TEST_CASE("encodeInto writes only its own bytes") {
  Bytes out(20, 0xEE);
  const Command command(kHeader, hex("0102"), 3);
  CHECK_EQ(command.encodeInto(out), 8);
  CHECK_EQ(toHex(out), "00D6123402010203EEEEEEEEEEEEEEEEEEEEEEEE");
}

TEST_CASE("another Ne leaves header and data as they are") {
  const Command command = Command(kHeader, hex("0102"), 10).withExpected(256);
  CHECK_EQ(toHex(command.encode()),
           "00D612340201020"
           "0");
}

TEST_CASE("the named commands are those of ISO/IEC 7816-4") {
  struct Row {
    Command command;
    const char* encoded;
  };
  const Bytes name = hex("A00000000386980701");
  const Bytes block = hex("313233343536");
  const Row rows[] = {
      {Command::selectByName(name), "00A4040009A0000000038698070100"},
      {Command::selectByName(name, std::nullopt), "00A4040009A00000000386980701"},
      {Command::selectMf(), "00A40000023F00"},
      {Command::selectDf(0xDF01), "00A4000002DF01"},
      {Command::selectEf(0xEF05), "00A4020002EF05"},
      {Command::readRecordByNumber(1, 0, 256), "00B2010400"},
      {Command::readRecordByNumber(3, 5, 16), "00B2032C10"},
      {Command::readRecordByNumber(0xFE, 30, 255), "00B2FEF4FF"},
      {Command::readRecordsFrom(1, 5, 256), "00B2012D00"},
      {Command::readRecordByIdentifier(0x07, 5, 20), "00B2072814"},
      {Command::readBinary(0, 256), "00B0000000"},
      {Command::readBinary(0x7FFF, 1), "00B07FFF01"},
      {Command::readBinaryOf(0x1E, 0xFF, 16), "00B09EFF10"},
      {Command::getChallenge(8), "0084000008"},
      {Command::internalAuthenticate(hex("0102030405060708"), 16),
       "00880000080102030405060708"
       "10"},
      {Command::externalAuthenticate(0x17, hex("0102030405060708")), "00820017080102030405060708"},
      {Command::verify(0x00, block), "0020000006313233343536"},
      {Command::verify(0x81, {}), "00200081"},
      {Command::getResponse(256), "00C0000000"},
      {Command::getResponse(1), "00C0000001"},
  };
  for (const Row& row : rows)
    CHECK_EQ(toHex(row.command.encode()), row.encoded);
}

TEST_CASE("a chain carries the data in order, the chaining bit on all parts but the last") {
  const Bytes data = pattern(600);
  const auto parts = Command(kHeader, data, 256).chained();
  REQUIRE_EQ(parts.size(), 3);
  CHECK_EQ(parts[0].header().cla, 0x10);
  CHECK_EQ(parts[1].header().cla, 0x10);
  CHECK_EQ(parts[2].header().cla, 0x00);
  CHECK_EQ(parts[0].data().size(), 255);
  CHECK_EQ(parts[1].data().size(), 255);
  CHECK_EQ(parts[2].data().size(), 90);
  CHECK_FALSE(parts[0].expected().has_value());
  CHECK_FALSE(parts[1].expected().has_value());
  CHECK(parts[2].expected() == 256U);
  CHECK(join({parts[0].data(), parts[1].data(), parts[2].data()}) == data);
}

TEST_CASE("a chain of data that just fits has one part, unchanged") {
  for (const std::size_t nc : {0U, 1U, 255U}) {
    const Command command(kHeader, pattern(nc), 8);
    const auto parts = command.chained();
    REQUIRE_EQ(parts.size(), 1);
    CHECK(parts[0].encode() == command.encode());
  }
  CHECK_EQ(Command(kHeader, pattern(256)).chained().size(), 2);
  CHECK_EQ(Command(kHeader, pattern(510)).chained().size(), 2);
  CHECK_EQ(Command(kHeader, pattern(511)).chained().size(), 3);
}

TEST_CASE("parts of one byte make the longest chain") {
  const auto parts = Command(kHeader, pattern(3)).chained(1);
  REQUIRE_EQ(parts.size(), 3);
  CHECK_EQ(toHex(parts[2].data()), "0F");
}

TEST_CASE("a command can be copied, moved and assigned") {
  Command a(kHeader, hex("0102"), 3);
  const Command copy = a;
  Command b({1, 2, 3, 4});
  b = a;
  CHECK(b.encode() == copy.encode());
  const Command moved = std::move(b);
  CHECK(moved.encode() == copy.encode());
  a = Command::selectMf();
  CHECK_EQ(toHex(a.encode()), "00A40000023F00");
  Command& same = a;
  a = same;
  CHECK_EQ(toHex(a.encode()), "00A40000023F00");
}

#ifdef NDEBUG
TEST_CASE("lengths beyond the limits are cut to them") {
  CHECK_EQ(Command(kHeader, pattern(65536)).data().size(), 65535);
  CHECK(Command(kHeader, {}, 65537).expected() == 65536U);
  CHECK(Command(kHeader, {}, 0).expected() == 1U);
  CHECK_EQ(Command(kHeader, pattern(3)).chained(0).size(), 3);
}
#endif

}  // namespace
}  // namespace ssc::apdu
