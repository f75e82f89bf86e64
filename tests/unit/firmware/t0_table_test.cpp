#include <doctest/doctest.h>
#include <functional>
#include <set>

#include "firmware/core/t0.hpp"
#include "tests/unit/firmware/fakes.hpp"
#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {
namespace {

constexpr unsigned kStates = static_cast<unsigned>(T0State::failed) + 1;
constexpr unsigned kEvents = static_cast<unsigned>(T0Event::parity) + 1;

// Brings a fresh exchange into a state by real characters.
void reach(T0State state, T0Exchange& exchange, CharacterPort& card) {
  static const char* const kWay[kStates] = {"", "", "84", "90", "9000", "AA"};
  if (state == T0State::idle) return;
  exchange.start(hex("0084000003"), card);
  for (const std::uint8_t character : hex(kWay[static_cast<unsigned>(state)]))
    exchange.onCharacter(character, card);
}

}  // namespace

TEST_CASE("every T=0 event in every state goes where its row says, and nowhere without a row") {
  for (unsigned s = 0; s < kStates; ++s) {
    for (unsigned e = 0; e < kEvents; ++e) {
      CAPTURE(s);
      CAPTURE(e);
      const auto state = static_cast<T0State>(s);
      const auto event = static_cast<T0Event>(e);
      T0Exchange exchange;
      FakeContacts card;
      reach(state, exchange, card);
      REQUIRE(exchange.state() == state);
      const auto* const row = rowOf(T0Exchange::rows(), state, event);
      exchange.apply(event, 0x5A, card);
      CHECK(exchange.state() == (row != nullptr ? row->next : state));
      if (exchange.state() == T0State::failed) CHECK(exchange.view().fault != SlotError::none);
    }
  }
}

TEST_CASE("every byte value as procedure byte has exactly the meaning of the standard") {
  constexpr std::uint8_t kIns = 0x84;
  for (unsigned value = 0; value < 256; ++value) {
    CAPTURE(value);
    T0Exchange exchange;
    FakeContacts card;
    reach(T0State::procedure, exchange, card);
    exchange.onCharacter(static_cast<std::uint8_t>(value), card);
    T0State expected = T0State::failed;
    if ((value & 0xF0U) == 0x60 || (value & 0xF0U) == 0x90) expected = T0State::status;
    if (value == 0x60) expected = T0State::procedure;
    if (value == kIns || value == (kIns ^ 0xFFU)) expected = T0State::data;
    CHECK(exchange.state() == expected);
  }
}

TEST_CASE("no state and event has two rows") {
  std::set<std::pair<T0State, T0Event>> seen;
  for (const auto& row : T0Exchange::rows())
    CHECK(seen.emplace(row.in, row.on).second);
  CHECK(seen.size() == T0Exchange::rows().size());
}

TEST_CASE("every waiting state of T=0 ends when the line falls silent") {
  for (const T0State state : {T0State::procedure, T0State::data, T0State::status}) {
    const auto* const row = rowOf(T0Exchange::rows(), state, T0Event::silence);
    REQUIRE(row != nullptr);
    CHECK(row->next == T0State::failed);
  }
}

}  // namespace ssc::fw::test
