#include "keys-sim/device/line_clock.hpp"
#include "keys-sim/device/line_faults.hpp"
#include "keys-sim/device/slot_link.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

using std::chrono::microseconds;

std::string applied(LineFaults& faults, std::string_view characters) {
  return apdu::toHex(faults.apply(hex(characters)).characters);
}

}  // namespace

TEST_CASE("a character takes twelve etu") {
  CHECK(LineClock(9600).timeOf(1) == microseconds(1250));
  CHECK(LineClock(9600).timeOf(16) == microseconds(20000));
  CHECK(LineClock(0).timeOf(1000) == microseconds(0));
}

TEST_CASE("characters follow each other without gaps or overlaps") {
  LineClock clock(9600);
  const LineClock::Time start{std::chrono::seconds(5)};
  CHECK(clock.occupy(start, 4) == start + microseconds(5000));
  CHECK(clock.occupy(start, 2) == start + microseconds(7500));
  CHECK(clock.occupy(start + microseconds(9000), 1) == start + microseconds(10250));
}

TEST_CASE("waking up late is made good once") {
  LineClock clock(9600);
  const LineClock::Time now{std::chrono::seconds(5)};
  clock.noteLateness(microseconds(300));
  CHECK(clock.arrival(now) == now - microseconds(300));
  CHECK(clock.arrival(now) == now);
}

TEST_CASE("each line fault hits its character once") {
  LineFaults faults;
  faults.corrupt(2);
  CHECK(applied(faults, "A4") == "A4");
  CHECK(applied(faults, "6110") == "9E10");
  CHECK(applied(faults, "6110") == "6110");
  faults.corrupt(1, 0x60);
  CHECK(applied(faults, "6110") == "6010");
  faults.lose(2);
  CHECK(applied(faults, "6110") == "61");
  faults.extra(1);
  CHECK(applied(faults, "6110") == "61A510");
  CHECK(applied(faults, "6110") == "6110");
}

TEST_CASE("characters count from the first command on, whatever resets come before it") {
  constexpr bool kOpening = true;
  LineFaults faults;
  faults.corrupt(3);
  faults.tear(4);
  CHECK(apdu::toHex(faults.apply(hex("3B6D00"), kOpening).characters) == "3B6D00");
  CHECK(apdu::toHex(faults.apply(hex("FF00FF"), kOpening).characters) == "FF00FF");
  CHECK(applied(faults, "6110") == "6110");
  const auto reset = faults.apply(hex("3B6D00"), kOpening);
  CHECK(apdu::toHex(reset.characters) == "C46D");
  CHECK(reset.dead);
}

TEST_CASE("a torn line is dead after its last character") {
  LineFaults faults;
  faults.tear(3);
  auto result = faults.apply(hex("6110"));
  CHECK_FALSE(result.dead);
  result = faults.apply(hex("C06F1C"));
  CHECK(result.dead);
  CHECK(apdu::toHex(result.characters) == "C0");
}

TEST_CASE("frames cut anywhere arrive whole, and what the link does not allow breaks it") {
  const auto stream =
      apdu::join({encodeFrame(LinkMessage::supply, hex("41")), encodeFrame(LinkMessage::clock, hex("0DF3")),
                  encodeFrame(LinkMessage::characters, hex("00A4"))});
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    FrameReader reader;
    std::vector<LinkFrame> frames;
    for (const auto part : {apdu::ByteView(stream).first(cut), apdu::ByteView(stream).subspan(cut)}) {
      reader.feed(part);
      while (auto frame = reader.next())
        frames.push_back(*frame);
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[2] == LinkFrame{LinkMessage::characters, hex("00A4")});
  }
  for (const char* bad : {"780000", "76000141FF", "640000", "640401", "6B000100"}) {
    CAPTURE(bad);
    FrameReader reader;
    reader.feed(hex(bad));
    while (reader.next()) {
    }
    CHECK(reader.broken() == (std::string_view(bad) != "76000141FF"));
  }
}

}  // namespace ssc::sim::test
