#include "keys-sim/card/access.hpp"

namespace ssc::sim {

bool isAllowed(CardOs& card, const cardspec::AccessRule& rule) {
  using Kind = cardspec::AccessRule::Kind;
  const bool pin = card.state().pinVerified || card.pin().empty();
  const bool key = card.state().satisfied(rule.key);
  switch (rule.kind) {
    case Kind::free:
      return true;
    case Kind::pin:
      return pin;
    case Kind::key:
      return key;
    case Kind::pinOrKey:
      return pin || key;
    case Kind::pinAndKey:
      return pin && key;
    case Kind::never:
      return false;
  }
  return false;
}

}  // namespace ssc::sim
