// Sign-in with the physical card: the card proves itself, the center judges its state, the PIN raises the
// level.
#pragma once

#include <stop_token>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/person.hpp"
#include "hostlib/flows/read_card.hpp"
#include "hostlib/flows/visit.hpp"
#include "wire/office/identity.hpp"

namespace ssc::flows {

struct CardSignInPlan {
  CardInterface interface = CardInterface::contactFirst;
  Level level =
      Level::identified;  ///< what the service asks for: above possession the holder is asked for the PIN
  std::string service;    ///< catalogue id; may be empty
  /// enable, release: for a card in state 0 or 4, whose session is for this alone (card_service.hpp). It
  /// stays at possession, whatever the PIN.
  std::string purpose;
};

class CardSignIn {
 public:
  CardSignIn(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// Every step ends in the next, or in a named reason. A wrong PIN is pinWrong with the tries left, and
  /// leaves the session at possession.
  Outcome<SignedInPerson> run(Visit& visit, const CardSignInPlan& plan);

 private:
  Outcome<SignedInPerson> announce(const BasicCard& card, const CardSignInPlan& plan);
  Outcome<void> raise(Visit& visit, SignedInPerson& person);

  OfficeDesk& desk_;
  std::stop_token stop_;
};

/// 8110, with what a card or an id card said of its holder.
Outcome<SignedInPerson> beginSession(OfficeDesk& desk, const office::Draft& draft,
                                     const wire::office::CardSignIn& body, const std::stop_token& stop);

/// 8113, also after a stop: nobody's session stays open because its holder went away. Whatever goes wrong,
/// the center ends it by itself.
void endSession(OfficeDesk& desk, const SignedInPerson& person) noexcept;

}  // namespace ssc::flows
