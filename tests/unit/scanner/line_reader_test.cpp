#include "hostlib/scanner/line_reader.hpp"

#include <doctest/doctest.h>
#include <vector>

#include "hostlib/scanner/repeat_filter.hpp"

using namespace ssc::scanner;
using namespace std::chrono_literals;

namespace {

constexpr Clock::time_point kStart{1000s};

std::vector<std::string> allOf(LineReader& reader) {
  std::vector<std::string> lines;
  while (auto line = reader.next())
    lines.push_back(*line ? **line : "(" + std::string(toText(line->error())) + ")");
  return lines;
}

std::vector<std::string> linesOf(std::string_view typed) {
  LineReader reader;
  reader.feed(typed, kStart);
  return allOf(reader);
}

using Lines = std::vector<std::string>;
const std::string kOverLong = "(the scanner gave a text that is too long)";
const std::string kNotText = "(the scanner gave something that is no text)";
const std::string kIncomplete = "(the scanner gave a line without an end)";

}  // namespace

TEST_CASE("CR, LF and CR LF end a line, and empty lines mean nothing") {
  CHECK(linesOf("A\rB\nC\r\nD\n\rE\r") == Lines{"A", "B", "C", "D", "E"});
  CHECK(linesOf("\r\n\r\n\n\n\r\r").empty());
  CHECK(linesOf("") == Lines{});
}

TEST_CASE("a line may come in pieces, the end of it too") {
  LineReader reader;
  for (const char byte : std::string_view("SSC1.01\r\nNEXT")) {
    reader.feed({&byte, 1}, kStart);
  }
  CHECK(allOf(reader) == Lines{"SSC1.01"});
  reader.feed(std::string_view("\n"), kStart);
  CHECK(allOf(reader) == Lines{"NEXT"});
}

TEST_CASE("a line of 512 characters and more is passed over by its name, and the next one is read") {
  CHECK(linesOf(std::string(511, 'A') + "\r") == Lines{std::string(511, 'A')});
  CHECK(linesOf(std::string(512, 'A') + "\rB\r") == Lines{kOverLong, "B"});
  CHECK(linesOf(std::string(1'000'000, 'A') + "\rB\r") == Lines{kOverLong, "B"});
}

TEST_CASE("bytes that are no text spoil their line and no other") {
  for (const std::string& bad :
       {std::string("A\0B", 3), std::string("\x1B[2J"), std::string("\t"), std::string("\x7F"),
        std::string("\x80"), std::string("社保"), std::string("\xFF\xFE")})
    CHECK(linesOf("A\r" + bad + "\rB\r") == Lines{"A", kNotText, "B"});
  CHECK(linesOf("\x01" + std::string(600, 'A') + "\r") == Lines{kNotText});  // the first fault counts
}

TEST_CASE("what waits for more than a second for its end is not the beginning of the next line") {
  LineReader reader;
  reader.feed(std::string_view("SSC1"), kStart);
  reader.feed(std::string_view(".01"), kStart + 1s);
  CHECK(allOf(reader).empty());
  reader.feed(std::string_view("SSC1.02\r"), kStart + 2s + 1ms);
  CHECK(allOf(reader) == Lines{kIncomplete, "SSC1.02"});

  reader.feed(std::string_view("\x01"), kStart + 3s);
  reader.feed(std::string_view("A\r"), kStart + 5s);
  CHECK(allOf(reader) == Lines{kNotText, "A"});
}

TEST_CASE("the end of the input is no end of a line") {
  LineReader reader;
  reader.feed(std::string_view("A\rSSC1"), kStart);
  reader.finish();
  CHECK(allOf(reader) == Lines{"A", kIncomplete});
  reader.finish();
  CHECK(allOf(reader).empty());
}

TEST_CASE("a text is new again when it was out of sight for two seconds") {
  RepeatFilter filter;
  CHECK(filter.isNew("A", kStart));
  CHECK_FALSE(filter.isNew("A", kStart + 1999ms));
  CHECK_FALSE(filter.isNew("A", kStart + 3998ms));  // held up all the time
  CHECK(filter.isNew("A", kStart + 5998ms));
}

TEST_CASE("two texts that take turns are each one text") {
  RepeatFilter filter;
  CHECK(filter.isNew("A", kStart));
  CHECK(filter.isNew("B", kStart));
  CHECK_FALSE(filter.isNew("A", kStart + 1s));
  CHECK_FALSE(filter.isNew("B", kStart + 1s));
  for (int i = 0; i < 1000; ++i)
    CHECK(filter.isNew("other " + std::to_string(i), kStart + 1s));
}

TEST_CASE("each reason has its text, and says whether the source is over") {
  for (int why = 0; why <= static_cast<int>(NoCode::refused); ++why)
    CHECK_FALSE(toText(static_cast<NoCode>(why)).empty());
  for (const NoCode why : {NoCode::timedOut, NoCode::stopped, NoCode::overLong, NoCode::notText,
                           NoCode::incomplete, NoCode::badPicture})
    CHECK_FALSE(isOver(why));
  for (const NoCode why :
       {NoCode::ended, NoCode::gone, NoCode::cannotOpen, NoCode::notATerminal, NoCode::refused})
    CHECK(isOver(why));
}
