// A card that follows a script, with what a host needs to speak to it.
#pragma once

#include <string>

#include "hostlib/card/navigation.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/unit/apdu/hex.hpp"

namespace ssc::test {

struct ScriptedCard {
  /// `current` is the application that is selected when the script begins; empty = not known.
  explicit ScriptedCard(const std::string& script, std::string_view current = "SSSE")
      : session(std::make_unique<ScriptedChannel>(script)),
        card(session, *apdu::Atr::parse(hex("3B6D000000815453548699999900000001"))),
        here(card, current) {}

  apdu::Session session;
  card::Card card;
  card::Navigation here;
};

/// The status word of a refusal; any other outcome fails the test.
template <class T>
std::string refusalOf(const card::Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  REQUIRE_EQ(static_cast<int>(result.error().fault), static_cast<int>(card::Fault::status));
  return apdu::toText(result.error().sw);
}

template <class T>
bool isDamaged(const card::Result<T>& result) {
  return !result && result.error().fault == card::Fault::badData;
}

template <class T>
bool isTorn(const card::Result<T>& result) {
  return !result && result.error().fault == card::Fault::channel;
}

}  // namespace ssc::test
