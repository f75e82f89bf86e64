#include "apdu/trace.hpp"

#include <array>
#include <doctest/doctest.h>
#include <sstream>

#include "tests/unit/apdu/hex.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

constexpr std::array kRules{
    KeepRule{0xA4, true, KeepResponse::all},       // SELECT
    KeepRule{0xB2, false, KeepResponse::records},  // READ RECORD
    KeepRule{0x84, false, KeepResponse::all},      // GET CHALLENGE
    KeepRule{0x88, true, KeepResponse::nothing},   // INTERNAL AUTHENTICATE
};
constexpr std::array<std::uint8_t, 2> kOpenTags{0x01, 0x05};
constexpr RedactionPolicy kPolicy{kRules, kOpenTags};
constexpr RedactionPolicy kFull{{}, {}, true};

struct Pair {
  const char* command;
  const char* response;
};

void record(Trace& trace, const Pair& pair) {
  trace.record(hex(pair.command), hex(pair.response));
}

/// What is stored of the last of several exchanges, as "command < response".
std::string storedOfLast(std::initializer_list<Pair> pairs) {
  Trace trace(kPolicy);
  for (const Pair& pair : pairs)
    record(trace, pair);
  REQUIRE_EQ(trace.exchanges().size(), pairs.size());
  return toHex(trace.exchanges().back().command) + " < " + toHex(trace.exchanges().back().response);
}

tl::expected<RecordedTrace, ParseError> readText(const std::string& text) {
  std::istringstream in(text);
  return readTrace(in);
}

std::string written(const Trace& trace) {
  std::ostringstream out;
  trace.write(out);
  return out.str();
}

TEST_CASE("an instruction with a rule for all is stored as it was") {
  CHECK_EQ(storedOfLast({{"00A4020002EF05", "6F049000"}}), "00A4020002EF05 < 6F049000");
}

TEST_CASE("a rule may be for some bits of P2; the first row that fits decides") {
  constexpr std::array kByFile{
      KeepRule{0xB2, false, KeepResponse::records, 0xF8, 0x28},
      KeepRule{0xB2, false, KeepResponse::shapes},
  };
  Trace trace(RedactionPolicy{kByFile, kOpenTags});
  record(trace, {"00B2012D07", "0101410201429000"});
  record(trace, {"00B2014507", "0101410201429000"});
  record(trace, {"00B201", "0101419000"});
  CHECK_EQ(toHex(trace.exchanges()[0].response), "0101410201009000");
  CHECK_EQ(toHex(trace.exchanges()[1].response), "0101000201009000");
  CHECK_EQ(toHex(trace.exchanges()[2].response), "0000009000");
}

TEST_CASE("command data and response are allowed one by one") {
  CHECK_EQ(storedOfLast({{"0084000004", "A1A2A3A49000"}}), "0084000004 < A1A2A3A49000");
  CHECK_EQ(storedOfLast({{"00880000021122"
                          "04",
                          "A1A2A3A49000"}}),
           "0088000002112204 < 000000009000");
}

TEST_CASE("an instruction without a rule keeps header, lengths and status only") {
  CHECK_EQ(storedOfLast({{"0020000006313233343536", "63C2"}}), "0020000006000000000000 < 63C2");
  CHECK_EQ(storedOfLast({{"00B0000004", "A1A2A3A49000"}}), "00B0000004 < 000000009000");
  CHECK_EQ(storedOfLast({{"04DC012C03A1A2A3"
                          "08",
                          "A19000"}}),
           "04DC012C0300000008 < 009000");
}

TEST_CASE("the data of extended commands is found behind their longer length") {
  CHECK_EQ(storedOfLast({{"00D60000"
                          "000003"
                          "A1A2A3",
                          "9000"}}),
           "00D60000000003000000 < 9000");
  CHECK_EQ(storedOfLast({{"00D60000"
                          "000003"
                          "A1A2A3"
                          "0200",
                          "9000"}}),
           "00D600000000030000000200 < 9000");
  CHECK_EQ(storedOfLast({{"00B00000"
                          "001234",
                          "A19000"}}),
           "00B00000001234 < 009000");
}

TEST_CASE("of bytes that are no command nothing behind the first length byte is stored") {
  CHECK_EQ(storedOfLast({{"002000000231323334", "6700"}}), "002000000200000000 < 6700");
  CHECK_EQ(storedOfLast({{"002000000031", "6700"}}), "002000000000 < 6700");
  CHECK_EQ(storedOfLast({{"00200000000001313233"
                          "34",
                          "6700"}}),
           "0020000000000000000000 < 6700");
  CHECK_EQ(storedOfLast({{"0020000008313233", "6700"}}), "0020000008000000 < 6700");
}

TEST_CASE("a response that is not even a status word is not stored as it was") {
  CHECK_EQ(storedOfLast({{"0020000001"
                          "31",
                          "31"}}),
           "002000000100 < 00");
}

TEST_CASE("records keep tags and lengths, and the values of open tags") {
  CHECK_EQ(storedOfLast({{"00B2012C00",
                          "0102A1A2"
                          "0203B1B2B3"
                          "0501C1"
                          "0600"
                          "9000"}}),
           "00B2012C00 < 0102A1A202030000000501C106009000");
}

TEST_CASE("records with long lengths keep all three length bytes") {
  const std::string value(510, 'B');
  CHECK_EQ(storedOfLast({{"00B2012C00", ("02FF00FF" + value + "9000").c_str()}}),
           "00B2012C00 < 02FF00FF" + std::string(510, '0') + "9000");
}

TEST_CASE("a response that is no whole records keeps nothing of them") {
  CHECK_EQ(storedOfLast({{"00B2012C00",
                          "0102A1A2"
                          "0504C1"
                          "9000"}}),
           "00B2012C00 < 000000000000009000");
  CHECK_EQ(storedOfLast({{"00B2012C00", "0001A19000"}}), "00B2012C00 < 0000009000");
}

TEST_CASE("GET RESPONSE follows the rule of the command before it") {
  CHECK_EQ(storedOfLast({{"00A4040001A000", "6104"}, {"00C0000004", "6F0284009000"}}),
           "00C0000004 < 6F0284009000");
  CHECK_EQ(storedOfLast({{"0088000001AA04", "6104"}, {"00C0000004", "A1A2A3A49000"}}),
           "00C0000004 < 000000009000");
  CHECK_EQ(storedOfLast({{"0084000004", "01026102"}, {"00C0000002", "6C01"}, {"00C0000001", "A19000"}}),
           "00C0000001 < A19000");
  CHECK_EQ(storedOfLast({{"00B2012C00", "6104"}, {"00C0000004", "0102A1A29000"}}),
           "00C0000004 < 0102A1A29000");
}

TEST_CASE("GET RESPONSE is attributed to the last command only") {
  CHECK_EQ(storedOfLast(
               {{"0084000004", "A1A2A3A49000"}, {"0088000001AA04", "6104"}, {"00C0000004", "A1A2A3A49000"}}),
           "00C0000004 < 000000009000");
}

TEST_CASE("GET RESPONSE that follows nothing keeps nothing") {
  CHECK_EQ(storedOfLast({{"00C0000004", "A1A2A3A49000"}}), "00C0000004 < 000000009000");
  CHECK_EQ(storedOfLast({{"00C0000004", "A1A29000"}, {"00C0000004", "A1A29000"}}), "00C0000004 < 00009000");
}

TEST_CASE("GET RESPONSE after bytes too short for an instruction keeps nothing") {
  CHECK_EQ(storedOfLast({{"00", "6700"}, {"00C0000002", "A1A29000"}, {"00C0000002", "B1B29000"}}),
           "00C0000002 < 00009000");
}

TEST_CASE("a part that may begin inside a value is not read as records") {
  // The second part happens to look like the open record 01 02 …, but it is the middle of record 02.
  CHECK_EQ(storedOfLast({{"00B2012C00", "0206A1A26104"}, {"00C0000004", "0102B1B29000"}}),
           "00C0000004 < 000000009000");
}

TEST_CASE("GET RESPONSE belongs to the command to the same peer, whatever others were told between") {
  Trace trace(kPolicy);
  trace.record(hex("0084000002"), hex("6102"), "card");
  trace.record(hex("0088000001AA02"), hex("6102"), "psam");
  trace.record(hex("00C0000002"), hex("A1A29000"), "card");
  trace.record(hex("00C0000002"), hex("B1B29000"), "psam");
  trace.record(hex("00C0000002"), hex("C1C29000"), "phone");
  CHECK_EQ(toHex(trace.exchanges()[2].response), "A1A29000");
  CHECK_EQ(toHex(trace.exchanges()[3].response), "00009000");
  CHECK_EQ(toHex(trace.exchanges()[4].response), "00009000");
}

TEST_CASE("notes and peers stand before their exchange in the text, and are skipped when read") {
  Trace trace(kFull);
  trace.note("a random number");
  trace.record(hex("0084000001"), hex("A19000"), "card");
  trace.record(hex("0084000001"), hex("A29000"), "psam");
  CHECK_EQ(written(trace),
           "# ssc-trace 1 full\n# a random number\n# to card\n> 0084000001\n< A19000\n# to psam\n> "
           "0084000001\n< A29000\n");
  const auto back = readText(written(trace));
  REQUIRE(back.has_value());
  CHECK_EQ(back->exchanges.size(), 2);
}

TEST_CASE("failed exchanges have no response") {
  Trace trace(kPolicy);
  trace.record(hex("0084000004"), {});
  CHECK(trace.exchanges().front().response.empty());
  CHECK_EQ(written(trace), "# ssc-trace 1 redacted\n> 0084000004\n< -\n");
}

TEST_CASE("an empty policy keeps nothing of anything but the frame") {
  for (unsigned ins = 0; ins < 256; ++ins) {
    Trace trace(RedactionPolicy{});
    const Bytes command{0x00, static_cast<std::uint8_t>(ins), 0x01, 0x02, 0x02, 0xA1, 0xA2, 0x10};
    trace.record(command, hex("B1B2B39000"));
    const Bytes kept{0x00, static_cast<std::uint8_t>(ins), 0x01, 0x02, 0x02, 0x00, 0x00, 0x10};
    CHECK(trace.exchanges().front().command == kept);
    CHECK_EQ(toHex(trace.exchanges().front().response), "0000009000");
  }
}

TEST_CASE(
    "a full trace under another policy is what that policy would have stored, notes and peers included") {
  Trace full(kFull);
  full.note("read");
  full.record(hex("00B2012D40"), hex("0103AABBCC 0202DDEE 9000"), "card");
  full.record(hex("0020000003123456"), hex("9000"), "card");

  const Trace masked = full.under(kPolicy);

  REQUIRE_EQ(masked.exchanges().size(), 2);
  CHECK_EQ(toHex(masked.exchanges()[0].response), "0103AABBCC020200009000");
  CHECK_EQ(masked.exchanges()[0].note, "read");
  CHECK_EQ(masked.exchanges()[0].peer, "card");
  CHECK_EQ(toHex(full.exchanges()[1].command), "0020000003123456");  // the search below could hit
  CHECK_EQ(toHex(masked.exchanges()[1].command), "0020000003000000");
  CHECK(masked.redacted());
}

TEST_CASE("a full trace comes back from its text exactly") {
  Trace trace(kFull);
  record(trace, {"0020000006313233343536", "9000"});
  record(trace, {"00B0000004", "A1A2A3A49000"});
  trace.record(hex("00A40000023F00"), {});
  const auto back = readText(written(trace));
  REQUIRE(back.has_value());
  CHECK_FALSE(back->redacted);
  REQUIRE_EQ(back->exchanges.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back->exchanges[i].command == trace.exchanges()[i].command);
    CHECK(back->exchanges[i].response == trace.exchanges()[i].response);
  }
}

TEST_CASE("a redacted trace comes back redacted") {
  Trace trace(kPolicy);
  record(trace, {"0020000006313233343536", "9000"});
  const auto back = readText(written(trace));
  REQUIRE(back.has_value());
  CHECK(back->redacted);
  CHECK_EQ(toHex(back->exchanges.front().command), "0020000006000000000000");
  CHECK(trace.redacted());
}

TEST_CASE("notes, empty lines and a trace without exchanges are fine") {
  const auto empty = readText("# ssc-trace 1 redacted\n");
  REQUIRE(empty.has_value());
  CHECK(empty->exchanges.empty());
  const auto noted = readText("# ssc-trace 1 full\n# a note\n\n> 00 84 00 00 01\n# between\n< 01 9000\n");
  REQUIRE(noted.has_value());
  REQUIRE_EQ(noted->exchanges.size(), 1);
  CHECK_EQ(toHex(noted->exchanges.front().command), "0084000001");
}

TEST_CASE("a malformed trace file is refused with its line") {
  struct Row {
    const char* text;
    ParseFault fault;
    std::size_t line;
  };
  const std::string head = "# ssc-trace 1 full\n";
  for (const Row& row : {
           Row{"> 0084000004\n> 0084000004\n", ParseFault::badValue, 3},
           Row{"< 9000\n", ParseFault::badValue, 2},
           Row{"> 0084000004\n< 9000\n< 9000\n", ParseFault::badValue, 4},
           Row{"> 008400000\n< 9000\n", ParseFault::badValue, 2},
           Row{"> 00840000XX\n< 9000\n", ParseFault::badValue, 2},
           Row{"# note\n\n> 0084000004\n< 90 0\n", ParseFault::badValue, 5},
           Row{">0084000004\n< 9000\n", ParseFault::badValue, 2},
           Row{"> \n< 9000\n", ParseFault::badValue, 2},
           Row{">   \n< 9000\n", ParseFault::badValue, 2},
           Row{"> -\n< 9000\n", ParseFault::badValue, 2},
           Row{"> 0084000004\n<   \n", ParseFault::badValue, 3},
           Row{"> 0084000004\n< --\n", ParseFault::badValue, 3},
           Row{"0084000004\n", ParseFault::badValue, 2},
           Row{"> 0084000004\n", ParseFault::truncated, 2},
           Row{"> 0084000004\n# the end\n", ParseFault::truncated, 3},
       }) {
    CAPTURE(row.text);
    const auto trace = readText(head + row.text);
    REQUIRE_FALSE(trace.has_value());
    CHECK(trace.error() == ParseError{row.fault, row.line});
  }
}

TEST_CASE("a file without the first line of a trace is refused") {
  CHECK(readText("").error() == ParseError{ParseFault::truncated, 0});
  for (const char* text : {"\n", "> 0084000004\n< 9000\n", "# ssc-trace 2 full\n", "# ssc-trace 1 ful\n",
                           "# ssc-trace 1 redacted \n", " # ssc-trace 1 full\n"}) {
    CAPTURE(text);
    CHECK(readText(text).error() == ParseError{ParseFault::badValue, 1});
  }
}

}  // namespace
}  // namespace ssc::apdu
