#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <map>

#include "firmware/core/t0.hpp"
#include "tests/unit/firmware/fakes.hpp"
#include "tests/unit/firmware/reader_rig.hpp"
#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {
namespace {

constexpr const char* kTranscripts = "tests/vectors/firmware/t0.txt";

Bytes copyOf(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

void begin(T0Exchange& exchange, FakeContacts& card, const Step& step) {
  REQUIRE(T0Exchange::check(step.bytes()) == SlotError::none);
  exchange.start(step.bytes(), card);
}

void receive(T0Exchange& exchange, FakeContacts& card, const Step& step) {
  for (const std::uint8_t character : step.bytes())
    exchange.onCharacter(character, card);
}

void expectAnswer(T0Exchange& exchange, FakeContacts&, const Step& step) {
  CHECK(exchange.view().progress == Progress::finished);
  CHECK(toHex(copyOf(exchange.view().response)) == toHex(step.bytes()));
}

void expectError(T0Exchange& exchange, FakeContacts&, const Step& step) {
  CHECK(exchange.view().progress == Progress::failed);
  CHECK(static_cast<unsigned>(exchange.view().fault) == step.bytes().at(0));
}

using Perform = void (*)(T0Exchange&, FakeContacts&, const Step&);

const std::map<std::string, Perform>& operations() {
  static const std::map<std::string, Perform> kOperations = {
      {"tpdu", &begin},
      {"in", &receive},
      {"out", [](T0Exchange&, FakeContacts& card,
                 const Step& step) { CHECK(toHex(card.takeSent()) == toHex(step.bytes())); }},
      {"silence", [](T0Exchange& exchange, FakeContacts& card,
                     const Step&) { exchange.onFault(LineFault::silence, card); }},
      {"parity", [](T0Exchange& exchange, FakeContacts& card,
                    const Step&) { exchange.onFault(LineFault::parity, card); }},
      {"answer", &expectAnswer},
      {"error", &expectError},
  };
  return kOperations;
}

std::string messageOf(const Bytes& tpdu) {
  Bytes message = {0x6F, static_cast<std::uint8_t>(tpdu.size()), 0, 0, 0, 0, 0x01, 0, 0, 0};
  message.insert(message.end(), tpdu.begin(), tpdu.end());
  return toHex(message);
}

// The case as one stream of card characters behind a TPDU.
struct Flat {
  Bytes tpdu;
  Bytes in;
};

Flat flatten(const Case& script) {
  Flat flat;
  for (const Step& step : script.steps) {
    const Bytes bytes = step.operation == "tpdu" || step.operation == "in" ? step.bytes() : Bytes{};
    Bytes& to = step.operation == "tpdu" ? flat.tpdu : flat.in;
    to.insert(to.end(), bytes.begin(), bytes.end());
  }
  return flat;
}

// Runs `then` on a reader that has seen the first `count` card characters of a case, for every case and
// count.
void afterEachCharacter(const std::function<void(ReaderRig&)>& then) {
  for (const Case& script : readScript(kTranscripts)) {
    const Flat flat = flatten(script);
    for (std::size_t count = 0; count < flat.in.size(); ++count) {
      CAPTURE(script.name);
      CAPTURE(count);
      ReaderRig rig;
      rig.activate(0);
      rig.hostSends(messageOf(flat.tpdu));
      for (std::size_t i = 0; i < count && rig.host.messages.empty(); ++i)
        rig.reader.onSlotBytes(0, {&flat.in[i], 1});
      then(rig);
    }
  }
}

}  // namespace

TEST_CASE("every T=0 transcript is reproduced character for character") {
  for (const Case& script : readScript(kTranscripts)) {
    CAPTURE(script.name);
    T0Exchange exchange;
    FakeContacts card;
    for (const Step& step : script.steps) {
      CAPTURE(step.line);
      operations().at(step.operation)(exchange, card, step);
    }
    CHECK(card.takeSent().empty());
  }
}

TEST_CASE(
    "a card removed after any character of any transcript ends the command with ICC_MUTE and an empty slot") {
  std::size_t interrupted = 0;
  afterEachCharacter([&interrupted](ReaderRig& rig) {
    const bool answered = !rig.host.messages.empty();
    rig.reader.onPresence(0, false);
    REQUIRE(rig.host.messages.size() == 1);
    if (!answered) CHECK(toHex(rig.host.messages[0]) == "8000000000000142FE00");
    if (!answered) ++interrupted;
    CHECK(rig.reader.nextDeadline() == kNever);
    CHECK(rig.contacts[0].takeChanges() == "rst0 clk0 vcc0");
  });
  CHECK(interrupted > 100);
}

TEST_CASE("a card that falls silent after any character is mute after the work waiting time") {
  std::size_t silenced = 0;
  afterEachCharacter([&silenced](ReaderRig& rig) {
    if (!rig.host.messages.empty()) return;
    ++silenced;
    rig.wait(3'000'000);
    REQUIRE(rig.host.messages.size() == 1);
    CHECK(toHex(rig.host.messages[0]) == "8000000000000140FE00");
  });
  CHECK(silenced > 100);
}

TEST_CASE("blocks that are no T=0 TPDU are refused before a character crosses") {
  for (const char* block : {"", "00", "0084", "008400", "00A40000023F", "00A40000003F", "00A40000013F0000"}) {
    CAPTURE(block);
    CHECK(T0Exchange::check(hex(block)) == SlotError::badLength);
  }
}

TEST_CASE("what an exchange carried is gone after its end") {
  T0Exchange exchange;
  FakeContacts card;
  exchange.start(hex("0020000003313233"), card);
  for (const std::uint8_t character : hex("209000"))
    exchange.onCharacter(character, card);
  const ByteView response = exchange.view().response;
  REQUIRE(response.size() == 2);
  REQUIRE(response[0] == 0x90);
  exchange.end();
  const auto* const raw = reinterpret_cast<const std::uint8_t*>(&exchange);
  const Bytes secret = hex("313233");
  CHECK(std::search(raw, raw + sizeof exchange, secret.begin(), secret.end()) == raw + sizeof exchange);
  CHECK(response[0] == 0);
}

TEST_CASE("before its end an exchange does hold the bytes that the search above looks for") {
  T0Exchange exchange;
  FakeContacts card;
  exchange.start(hex("0020000003313233"), card);
  const auto* const raw = reinterpret_cast<const std::uint8_t*>(&exchange);
  const Bytes secret = hex("313233");
  CHECK(std::search(raw, raw + sizeof exchange, secret.begin(), secret.end()) != raw + sizeof exchange);
}

}  // namespace ssc::fw::test
