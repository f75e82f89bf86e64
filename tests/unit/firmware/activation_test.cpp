#include "firmware/core/activation.hpp"

#include <doctest/doctest.h>

#include "tests/unit/firmware/reader_rig.hpp"

namespace ssc::fw::test {
namespace {

constexpr unsigned kStates = static_cast<unsigned>(ActivationState::active) + 1;
constexpr unsigned kEvents = static_cast<unsigned>(ActivationEvent::atrBad) + 1;
constexpr Micros kResetLow = 113;
constexpr Micros kAnswer = 11202;
constexpr Micros kClassPause = 10'000;

struct Rig {
  explicit Rig(Micros slack = 0) { activation.attach(contacts, {kDefaultClockKHz, slack}); }
  void pass(Micros span) {
    now += span;
    activation.onTime(now);
  }
  void characters(const std::string& text) { activation.onCharacters(hex(text), now); }
  void reach(ActivationState state) {
    if (state == ActivationState::off) return;
    activation.powerUp(Voltage::classA, now);
    if (state == ActivationState::coldReset) return;
    if (state == ActivationState::classPause) return changeClass();
    pass(kResetLow);
    if (state == ActivationState::coldAtr) return;
    characters(state == ActivationState::active ? "3B00" : "00");
    if (state == ActivationState::warmAtr) pass(kResetLow);
  }
  void changeClass() {
    activation.powerDown();
    activation.powerUp(Voltage::classB, now);
  }

  FakeContacts contacts;
  Activation activation;
  Instant now = 1000;
};

}  // namespace

TEST_CASE("every activation event in every state goes where its row says, and nowhere without a row") {
  for (unsigned s = 0; s < kStates; ++s) {
    for (unsigned e = 0; e < kEvents; ++e) {
      CAPTURE(s);
      CAPTURE(e);
      Rig rig;
      const auto state = static_cast<ActivationState>(s);
      const auto event = static_cast<ActivationEvent>(e);
      rig.reach(state);
      REQUIRE(rig.activation.state() == state);
      const auto* const row = rowOf(Activation::rows(), state, event);
      rig.activation.apply(event, rig.now);
      CHECK(rig.activation.state() == (row != nullptr ? row->next : state));
      const bool waiting = !rig.activation.off() && !rig.activation.active();
      CHECK((rig.activation.deadline() != kNever) == waiting);
    }
  }
}

TEST_CASE("powerDown switches off in the standard's order from every state") {
  for (unsigned s = 0; s < kStates; ++s) {
    CAPTURE(s);
    Rig rig;
    rig.reach(static_cast<ActivationState>(s));
    rig.contacts.takeChanges();
    rig.activation.powerDown();
    CHECK(rig.contacts.takeChanges() == "rst0 clk0 vcc0");
    CHECK(rig.activation.off());
  }
}

TEST_CASE("TS must come within 40000 clocks") {
  Rig rig;
  rig.reach(ActivationState::coldAtr);
  rig.pass(kAnswer - 1);
  CHECK(rig.activation.state() == ActivationState::coldAtr);
  rig.pass(1);
  CHECK(rig.activation.state() == ActivationState::warmReset);
}

TEST_CASE("between two characters of an ATR 9600 etu may pass, no more") {
  Rig rig;
  rig.reach(ActivationState::coldAtr);
  rig.characters("3B");
  rig.pass(1'000'056);
  CHECK(rig.activation.state() == ActivationState::coldAtr);
  rig.pass(1);
  CHECK(rig.activation.state() == ActivationState::warmReset);
}

TEST_CASE("an ATR that trickles is given up after 19200 etu as a whole") {
  Rig rig;
  rig.reach(ActivationState::coldAtr);
  const Instant raised = rig.now;
  while (rig.activation.state() == ActivationState::coldAtr) {
    rig.characters(rig.now == raised ? "3B" : "FF");
    rig.pass(400'000);
    REQUIRE(rig.now - raised < 3'000'000);
  }
  CHECK(rig.now - raised >= 2'000'000);
}

TEST_CASE("the port's slack is added to the wait for TS") {
  Rig rig(50'000);
  rig.reach(ActivationState::coldAtr);
  CHECK(rig.activation.deadline() == rig.now + kAnswer + 50'000);
}

TEST_CASE("characters that come while RST is low are not taken for an ATR") {
  Rig rig;
  rig.reach(ActivationState::coldReset);
  rig.characters("3B00");
  CHECK(rig.activation.state() == ActivationState::coldReset);
}

TEST_CASE("a parity error in the cold ATR leads to the warm reset, in the warm one to the end") {
  Rig rig;
  rig.reach(ActivationState::coldAtr);
  rig.activation.onParity(rig.now);
  CHECK(rig.activation.state() == ActivationState::warmReset);
  rig.pass(kResetLow);
  rig.activation.onParity(rig.now);
  CHECK(rig.activation.off());
  CHECK(rig.activation.fault() == SlotError::parity);
}

TEST_CASE("another class is applied after 10 ms without power, the same one at once") {
  Rig rig;
  rig.reach(ActivationState::classPause);
  rig.contacts.takeChanges();
  rig.pass(kClassPause - 1);
  CHECK(rig.contacts.takeChanges().empty());
  rig.pass(1);
  CHECK(rig.contacts.takeChanges() == "rst0 vccB clk3571");
  rig.activation.powerDown();
  rig.activation.powerUp(Voltage::classB, rig.now);
  CHECK(rig.activation.state() == ActivationState::coldReset);
}

TEST_CASE("a new card has no last class to pause after") {
  ReaderProfile profile = kTestProfile;
  profile.voltageClasses = static_cast<VoltageClasses>(classBit(Voltage::classA) | classBit(Voltage::classB));
  ReaderRig rig(profile);
  rig.reader.onPresence(0, true);
  rig.hostSends("62 00000000 00 01 010000");
  rig.reader.onPresence(0, false);
  rig.reader.onPresence(0, true);
  rig.contacts[0].takeChanges();
  rig.hostSends("62 00000000 00 02 020000");
  CHECK(rig.contacts[0].takeChanges() == "rst0 vccB clk3571");
}

TEST_CASE("automatic voltage goes from class A to the next one only where the profile says so") {
  ReaderProfile profile = kTestProfile;
  profile.voltageClasses = static_cast<VoltageClasses>(classBit(Voltage::classA) | classBit(Voltage::classB));
  ReaderRig rig(profile);
  rig.reader.onPresence(0, true);
  rig.hostSends("62 00000000 00 01 000000");
  rig.wait(2 * (kResetLow + kAnswer) + kClassPause + kResetLow);
  CHECK(rig.contacts[0].takeChanges() ==
        "rst0 vccA clk3571 rst1 rst0 clk3571 rst1 rst0 clk0 vcc0 rst0 vccB clk3571 rst1");
  rig.cardSends(0, "3B00");
  REQUIRE(rig.host.messages.size() == 1);
  CHECK(toHex(rig.host.messages[0]) == "800200000000010000003B00");
}

}  // namespace ssc::fw::test
