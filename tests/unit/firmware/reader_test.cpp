#include <algorithm>
#include <doctest/doctest.h>

#include "tests/unit/firmware/reader_rig.hpp"

namespace ssc::fw::test {
namespace {

class Heads final : public Tracer {
 public:
  void onCommand(const MessageHead& head) override { commands.push_back(head); }
  void onAnswer(const MessageHead& head) override { answers.push_back(head); }
  std::vector<MessageHead> commands;
  std::vector<MessageHead> answers;
};

constexpr const char* kReadTwo = "6F 05000000 00 0B 000000 0084000002";

}  // namespace

TEST_CASE(
    "every message type with every slot and length gets exactly one answer that repeats slot and sequence") {
  for (unsigned type = 0; type < 256; ++type) {
    for (const std::uint8_t slot : hex("000405FF")) {
      for (const std::size_t data : {0U, 1U, 5U, 7U, 261U}) {
        CAPTURE(type);
        CAPTURE(slot);
        CAPTURE(data);
        ReaderRig rig;
        rig.activate(0);
        Bytes message = {static_cast<std::uint8_t>(type),
                         static_cast<std::uint8_t>(data & 0xFF),
                         static_cast<std::uint8_t>(data >> 8),
                         0,
                         0,
                         slot,
                         0x77,
                         0,
                         0,
                         0};
        message.resize(message.size() + data);
        rig.reader.onHostMessage(message);
        rig.wait(3'000'000);
        REQUIRE(rig.host.messages.size() == 1);
        const Bytes& answer = rig.host.messages[0];
        CHECK(answer.size() == 10U + answer[1] + 256U * answer[2]);
        CHECK(answer[5] == slot);
        CHECK(answer[6] == 0x77);
      }
    }
  }
}

TEST_CASE("an idle reader waits for nothing") {
  ReaderRig rig;
  CHECK(rig.reader.nextDeadline() == kNever);
  rig.activate(0);
  CHECK(rig.reader.nextDeadline() == kNever);
}

TEST_CASE("endless NULLs end with the longest exchange, and the host is asked for patience all the while") {
  ReaderRig rig;
  rig.activate(0);
  rig.hostSends(kReadTwo);
  Micros passed = 0;
  for (; rig.host.messages.empty() && passed < 200'000'000; passed += 900'000) {
    rig.wait(900'000);
    rig.cardSends(0, "60");
  }
  CHECK(passed >= Slot::kLongestExchange);
  CHECK(passed < Slot::kLongestExchange + 2'000'000);
  REQUIRE(rig.host.messages.size() == 1);
  CHECK(toHex(rig.host.messages[0]) == "8000000000000B40FE00");
  CHECK(rig.host.extensions.size() >= 239);
}

TEST_CASE("the wait restarts at every character and counts those on their way to the card") {
  ReaderRig rig;
  rig.activate(0, "3B00");
  rig.hostSends("61 05000000 00 01 000000 1100000A00");
  rig.host.messages.clear();
  Bytes message = {0x6F, 0x04, 0x01, 0, 0, 0, 0x0B, 0, 0, 0, 0x00, 0xD6, 0x00, 0x00, 0xFF};
  message.resize(10 + 5 + 255, 0xA5);
  rig.reader.onHostMessage(message);
  rig.wait(990'000);
  rig.cardSends(0, "D6");
  CHECK(rig.contacts[0].takeSent().size() == 5 + 255);
  const Line line;
  rig.wait(line.characters(255) + line.workWaiting() - 1);
  CHECK(rig.host.messages.empty());
  rig.wait(1);
  CHECK(rig.host.messages.size() == 1);
}

TEST_CASE("a waiting integer from the host lengthens the wait") {
  ReaderRig rig;
  rig.activate(0);
  rig.hostSends("61 05000000 00 01 000000 1100003200");
  rig.host.messages.clear();
  rig.hostSends(kReadTwo);
  rig.wait(4'900'000);
  CHECK(rig.host.messages.empty());
  rig.wait(200'000);
  CHECK(rig.host.messages.size() == 1);
}

TEST_CASE("a card of the inverse convention is spoken to in it") {
  ReaderRig rig;
  rig.reader.onPresence(0, true);
  rig.hostSends("62 00000000 00 01 010000");
  rig.wait(113);
  rig.cardSends(0, "03FF");
  CHECK(toHex(rig.host.messages.at(0)) == "800200000000010000003F00");
  rig.hostSends(kReadTwo);
  Bytes header;
  for (const std::uint8_t character : hex("0084000002"))
    header.push_back(otherConvention(character));
  CHECK(rig.contacts[0].takeSent() == header);
  Bytes answer;
  for (const std::uint8_t character : hex("8411229000"))
    answer.push_back(otherConvention(character));
  rig.reader.onSlotBytes(0, answer);
  CHECK(toHex(rig.host.messages.at(1)) == "8004000000000B00000011229000");
}

TEST_CASE("a parity error on the line is XFR_PARITY_ERROR") {
  ReaderRig rig;
  rig.activate(0);
  rig.hostSends(kReadTwo);
  rig.reader.onSlotParityError(0);
  CHECK(toHex(rig.host.messages.at(0)) == "8000000000000B40FD00");
}

TEST_CASE("while a command runs the reader holds its bytes, once it is answered it holds none of them") {
  ReaderRig rig;
  rig.activate(0);
  const auto holds = [&rig](const Bytes& secret) {
    const auto* const raw = reinterpret_cast<const std::uint8_t*>(&rig.reader);
    return std::search(raw, raw + sizeof rig.reader, secret.begin(), secret.end()) != raw + sizeof rig.reader;
  };
  const Bytes pin = hex("D1C2B3A4");
  const Bytes answer = hex("E5F6A7B8");
  rig.hostSends("6F 09000000 00 0B 000000 0020000004 D1C2B3A4");
  CHECK(holds(pin));
  rig.cardSends(0, "209000");
  CHECK_FALSE(holds(pin));
  rig.hostSends("6F 05000000 00 0C 000000 0084000004");
  rig.cardSends(0, "84E5F6A7B890");
  CHECK(holds(answer));
  rig.cardSends(0, "00");
  CHECK(toHex(rig.host.messages.at(1)) == "8006000000000C000000E5F6A7B89000");
  CHECK_FALSE(holds(answer));
}

TEST_CASE("a host that comes anew finds no slot busy, and gets no answer to what an earlier one asked") {
  ReaderRig rig;
  rig.activate(0);
  rig.hostSends("6F 05000000 00 01 00 0000 0084000008");  // an exchange that the card does not end
  rig.hostSends("65 00000000 00 02 00 0000");
  REQUIRE_EQ(rig.host.messages.size(), 1);
  CHECK_EQ(rig.host.messages.back()[8], 0xE0);  // CMD_SLOT_BUSY: the check below could fail

  rig.reader.onHostOpened();
  rig.host.messages.clear();
  rig.hostSends("65 00000000 00 03 00 0000");
  rig.cardSends(0, "84");  // the card's late procedure byte is nobody's

  REQUIRE_EQ(rig.host.messages.size(), 1);
  CHECK_EQ(rig.host.messages.back()[6], 3);
  CHECK_EQ(rig.host.messages.back()[8], 0x00);
  rig.wait(10'000'000);
  CHECK_EQ(rig.host.messages.size(), 1);
}

TEST_CASE("presence is told once per change") {
  ReaderRig rig;
  rig.reader.onPresence(3, true);
  rig.reader.onPresence(3, true);
  rig.reader.onPresence(3, false);
  CHECK(rig.host.movements == "+3-3");
}

TEST_CASE("events of slots that do not exist are ignored") {
  ReaderRig rig;
  rig.reader.onPresence(9, true);
  rig.reader.onSlotBytes(9, hex("00"));
  rig.reader.onSlotParityError(9);
  CHECK(rig.host.messages.empty());
  CHECK(rig.host.movements.empty());
}

TEST_CASE("the tracer sees heads of commands and answers") {
  ReaderRig rig;
  Heads heads;
  rig.activate(0);
  rig.reader.trace(&heads);
  rig.hostSends(kReadTwo);
  rig.cardSends(0, "8411229000");
  REQUIRE(heads.commands.size() == 1);
  CHECK(heads.commands[0].type == 0x6F);
  CHECK(heads.commands[0].length == 5);
  REQUIRE(heads.answers.size() == 1);
  CHECK(heads.answers[0].type == 0x80);
  CHECK(heads.answers[0].length == 4);
  CHECK(std::string(ccid::nameOf(0x6F)) == "PC_to_RDR_XfrBlock");
}

TEST_CASE("in specific mode the card's Fi and Di hold at once") {
  ReaderRig rig;
  rig.activate(0, "3B90951000");
  rig.hostSends("6C 00000000 00 0E 000000");
  CHECK(toHex(rig.host.messages.at(0)) == "8205000000000E0000009500000A00");
}

}  // namespace ssc::fw::test
