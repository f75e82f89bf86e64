#include "firmware/core/pps.hpp"

#include <doctest/doctest.h>

#include "tests/unit/firmware/fakes.hpp"
#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {
namespace {

constexpr unsigned kStates = static_cast<unsigned>(PpsState::failed) + 1;
constexpr unsigned kEvents = static_cast<unsigned>(PpsEvent::parity) + 1;

PpsExchange answered(const std::string& characters) {
  PpsExchange exchange;
  FakeContacts card;
  exchange.start(hex("FF1011FE"), card);
  for (const std::uint8_t character : hex(characters))
    exchange.onCharacter(character, card);
  return exchange;
}

}  // namespace

TEST_CASE("a PPS answer ends where its own PPS0 says") {
  CHECK(answered("FF00FF").view().progress == Progress::finished);
  CHECK(answered("FF1011").view().progress == Progress::running);
  CHECK(answered("FF1011FE").view().progress == Progress::finished);
  CHECK(answered("FF70112233").view().progress == Progress::running);
  CHECK(answered("FF7011223300").view().progress == Progress::finished);
}

TEST_CASE("a character behind a PPS answer is an overrun") {
  CHECK(answered("FF00FF00").view().fault == SlotError::overrun);
}

TEST_CASE("a PPS request is as long as its PPS0 says") {
  CHECK(PpsExchange::check(hex("FF00FF")) == SlotError::none);
  CHECK(PpsExchange::check(hex("FF1011FE")) == SlotError::none);
  CHECK(PpsExchange::check(hex("FF7011223344")) == SlotError::none);
  for (const char* request : {"", "FF", "FF00", "FF00FF00", "FF1011", "FF701122"}) {
    CAPTURE(request);
    CHECK(PpsExchange::check(hex(request)) == SlotError::badLength);
  }
}

TEST_CASE("every PPS event in every state goes where its row says, and nowhere without a row") {
  static const char* const kWay[kStates] = {"", "", "FF", "FF10", "FF00FF", "FF00FF00"};
  for (unsigned s = 0; s < kStates; ++s) {
    for (unsigned e = 0; e < kEvents; ++e) {
      CAPTURE(s);
      CAPTURE(e);
      PpsExchange exchange = s == 0 ? PpsExchange{} : answered(kWay[s]);
      const auto state = static_cast<PpsState>(s);
      REQUIRE(exchange.state() == state);
      const auto* const row = rowOf(PpsExchange::rows(), state, static_cast<PpsEvent>(e));
      exchange.apply(static_cast<PpsEvent>(e), 0);
      CHECK(exchange.state() == (row != nullptr ? row->next : state));
    }
  }
}

}  // namespace ssc::fw::test
