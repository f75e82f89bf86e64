// A flat JSON object, read strictly.
#include "wire/object_codec.hpp"

#include <doctest/doctest.h>

#include "tests/unit/wire/text.hpp"

using namespace ssc;
using namespace ssc::wire;
using test::textOf;

namespace {

constexpr std::array kCodes{CodeText{1, "one"}, CodeText{2, "two"}};
constexpr TextRule kShort{[](std::string_view text) { return text.size() <= 3; }, "short"};

struct Sample {
  std::string name;
  std::uint32_t count = 0;
  std::array<std::uint8_t, 2> block{};
  crypto::SecretBytes secret;
  std::uint8_t code = 0;
};

template <class Codec, class Message>
void members(Codec& in, Message& sample) {
  in.text("name", sample.name, kShort);
  in.number("count", sample.count, 1, 9);
  in.bytes("block", sample.block);
  in.secret("secret", sample.secret, 3);
  in.code("code", sample.code, kCodes);
}

constexpr std::string_view kGood =
    R"({"name":"abc","count":9,"block":"00FF","secret":"123456","code":"two"})";

tl::expected<Sample, BadMessage> read(std::string_view text, std::size_t limit = 200) {
  auto reader = ObjectReader::parse(crypto::bytesOf(text), limit);
  if (!reader) return tl::unexpected(reader.error());
  Sample sample;
  members(*reader, sample);
  if (auto error = reader->finish()) return tl::unexpected(*error);
  return sample;
}

std::string changed(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what is written is read again") {
  const auto sample = read(kGood);
  REQUIRE(sample.has_value());
  CHECK_EQ(sample->name, "abc");
  CHECK_EQ(sample->count, 9);
  CHECK_EQ(sample->block[1], 0xFF);
  CHECK_EQ(sample->secret.size(), 3);
  CHECK_EQ(sample->code, 2);
  ObjectWriter writer;
  members(writer, *sample);
  CHECK_EQ(textOf(writer.finish(200)), kGood);
}

TEST_CASE("the order of members and the blanks between them do not matter") {
  CHECK(read("\n{ \"code\" : \"one\", \"secret\":\"\",\t\"block\":\"0000\",\"count\":1,\"name\":\"\" }")
            .has_value());
}

TEST_CASE("every mistake names its member, never its value") {
  struct Row {
    const char *from, *to, *error;
  };
  for (const Row& row : {
           Row{R"("name":"abc",)", "", "name: is missing"},
           Row{R"("name":"abc")", R"("name":1)", "name: must be a text"},
           Row{R"("name":"abc")", R"("name":null)", "name: must be a text"},
           Row{R"("name":"abc")", R"("name":"abcd")", "name: must be short"},
           Row{R"("name":"abc")", R"("name":"abc","more":1)", "more: is not a known member"},
           Row{R"("name":"abc")", R"("name":"abc","name":"abc")", "name: is there twice"},
           Row{R"("name":"abc")", "\"name\":\"abc\",\"\xC3\xA9\\u0001\":1", "???: is not a known member"},
           Row{R"("name":"abc")", R"("name":"abc","999900199001010014":1)",
               "??????????????????: is not a known member"},
           Row{R"("name":"abc")", R"("name":"abc","mmmmmmmmmm_nnnnnnnnnn_oooooooooo_pppppppppp":1)",
               "mmmmmmmmmm_nnnnnnnnnn_oooooooooo_ppppppp: is not a known member"},
           Row{R"("count":9)", R"("count":0)", "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":10)", "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":-1)", "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":1.0)", "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":"9")", "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":18446744073709551617)",
               "count: must be a whole number from 1 to 9"},
           Row{R"("count":9)", R"("count":1e999)", "holds a number that is too large"},
           Row{"00FF", "00ff", "block: must be 2 bytes in hexadecimal"},
           Row{"00FF", "00F", "block: must be 2 bytes in hexadecimal"},
           Row{"00FF", "00FFFF", "block: must be 2 bytes in hexadecimal"},
           Row{"00FF", "00 F", "block: must be 2 bytes in hexadecimal"},
           Row{"123456", "12345678", "secret: must be at most 3 bytes in hexadecimal"},
           Row{"123456", "12345", "secret: must be at most 3 bytes in hexadecimal"},
           Row{"123456", "12345G", "secret: must be at most 3 bytes in hexadecimal"},
           Row{"\"two\"", "\"three\"", "code: is not one of the known codes"},
           Row{"\"two\"", "2", "code: must be a text"},
           Row{"{", "[", "byte 8: is not JSON"},
           Row{"}", "}}", "byte 71: is not JSON"},
           Row{"abc", "\xFF", "byte 10: is not JSON"},
       }) {
    CAPTURE(row.to);
    const auto sample = read(changed(row.from, row.to));
    REQUIRE_FALSE(sample.has_value());
    CHECK_EQ(sample.error().text(), row.error);
  }
}

TEST_CASE("what is no object, or too long, is refused as a whole") {
  for (const char* text : {"[]", "1", "\"text\"", "null"}) {
    CAPTURE(text);
    const auto sample = read(text);
    REQUIRE_FALSE(sample.has_value());
    CHECK_EQ(sample.error().text(), "is not a JSON object");
  }
  CHECK_FALSE(read("").has_value());
  CHECK(read(kGood, kGood.size()).has_value());
  const auto sample = read(kGood, kGood.size() - 1);
  REQUIRE_FALSE(sample.has_value());
  CHECK_EQ(sample.error().text(), "is longer than 69 bytes");
}

TEST_CASE("deep nesting is refused, not followed") {
  const std::string deep(4000, '[');
  CHECK_FALSE(read(deep, 4096).has_value());
}
