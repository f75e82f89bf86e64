// Who is known here, and the state of their cards.
#pragma once

#include <optional>
#include <soci/soci.h>
#include <string>

#include "center/gate/refusal.hpp"
#include "crypto/secret.hpp"

namespace ssc::center {

struct Person {
  crypto::Personal number, name, mobile;
  bool dead = false;
};
std::optional<Person> findPerson(soci::session& sql, const std::string& number);

struct Card {
  std::string aaz500, aaz501, aaz502, aaz508, aab301, kzt, issued, expires;
  std::string owner;
  bool initialPin = false;
};
std::optional<Card> findCard(soci::session& sql, const std::string& cardId);
/// The one that works, or else the last that was issued.
std::optional<Card> cardOf(soci::session& sql, const std::string& number);
void setCardState(soci::session& sql, const std::string& cardId, const std::string& state);

/// Only state 1 opens a session; each other one is its own refusal.
Answered<void> checkCardState(const std::string& aaz502);

/// Codes of relatives and others who act for a person, or whose e-card a phone holds: 1 spouse, 21 22
/// father's son, daughter, 31 32 mother's, 4 grandchild, 6 grandparent, 7 sibling, 8 other.
bool isRelation(std::string_view code);

/// A star, and all but the first character: what a screen may show of a name.
std::string maskedName(const crypto::Personal& name);

}  // namespace ssc::center
