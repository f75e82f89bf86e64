// What a visit says: lines out of bytes, words out of lines.
#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "kiosk-app/keeper/line_reader.hpp"

using namespace ssc::kiosk::keeper;
using namespace std::chrono_literals;

namespace {

constexpr Time kStart{1000s};

std::string heard(LineReader& reader, std::string_view bytes, Time now = kStart) {
  reader.feed(bytes, now);
  std::string words;
  while (const auto message = reader.next()) {
    words += std::string(toText(message->word)) + " ";
    if (message->reason != Reason::none) words += "(" + std::string(toText(message->reason)) + ") ";
  }
  return words + (reader.broken() ? "!" : "");
}

std::string heard(std::string_view bytes) {
  LineReader reader;
  return heard(reader, bytes);
}

std::string repeated(int count) {
  std::string lines;
  for (int number = 0; number < count; ++number)
    lines += "alive\n";
  return lines;
}

}  // namespace

TEST_CASE("every word is understood, and every reason") {
  CHECK(heard("ready\nalive\nshown\nbusy\nfree\nleft\nblocked\n") ==
        "ready alive shown busy free left blocked ");
  CHECK(heard("failed arguments\nfailed configuration\nfailed profile\nfailed texts\nfailed screens\nfailed "
              "display\n"
              "failed storage\nfailed internal\n") ==
        "failed (arguments) failed (configuration) failed (profile) failed (texts) failed (screens) failed "
        "(display) "
        "failed (storage) failed (internal) ");
}

TEST_CASE("whatever is not a word, letter by letter, is refused") {
  for (const std::string_view line : {"",
                                      " ",
                                      "Ready",
                                      "READY",
                                      "ready ",
                                      " ready",
                                      "ready\r",
                                      "ready ready",
                                      "alive 1",
                                      "failed",
                                      "failed ",
                                      "failed none",
                                      "failed  display",
                                      "failed display ",
                                      "failed 999900197001010010",
                                      "hello",
                                      "none",
                                      "show",
                                      "end",
                                      "ready\t",
                                      "测试",
                                      "\xFF\xFE"}) {
    CAPTURE(line);
    CHECK(!parseMessage(line).has_value());
    CHECK(heard(std::string(line) + "\n") == "!");
  }
  CHECK(heard(std::string("ready\0\n", 7)) == "!");
  CHECK(heard(std::string("\0\n", 2)) == "!");
}

TEST_CASE("a line may come in pieces, several lines in one") {
  LineReader reader;
  CHECK(heard(reader, "rea").empty());
  CHECK(heard(reader, "dy").empty());
  CHECK(heard(reader, "\nalive\nbu") == "ready alive ");
  CHECK(heard(reader, "sy\n") == "busy ");
}

TEST_CASE("a line has 64 bytes at most, with its end") {
  LineReader within;
  CHECK(heard(within, std::string(63, 'x')).empty());
  LineReader beyond;
  CHECK(heard(beyond, std::string(64, 'x')) == "!");
  CHECK(heard(std::string(64, 'x') + "\n") == "!");
}

TEST_CASE("what came before the mistake counts, what comes after it does not") {
  LineReader reader;
  CHECK(heard(reader, "ready\nnonsense\nleft\n") == "ready !");
  CHECK(heard(reader, "left\n") == "!");
}

TEST_CASE("a minute's lines may come at once, more may not") {
  CHECK(heard(repeated(120)).back() == ' ');
  CHECK(heard(repeated(121)).back() == '!');
}

TEST_CASE("ten lines a second are heard for ever, twenty are too many before long") {
  LineReader calm, chatty;
  for (int second = 0; second < 100; ++second)
    CHECK(heard(calm, repeated(10), kStart + std::chrono::seconds(second)).back() == ' ');
  for (int second = 0; second < 100; ++second)
    heard(chatty, repeated(20), kStart + std::chrono::seconds(second));
  CHECK(chatty.broken());
}

TEST_CASE("any flood of bytes is refused without being kept") {
  CHECK(heard(std::string(1'000'000, '\n')) == "!");
  CHECK(heard(std::string(1'000'000, 'x')) == "!");
}
