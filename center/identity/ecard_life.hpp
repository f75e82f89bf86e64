// The life of an e-card: NONE → ISSUED → SUSPENDED → ISSUED …, any → CLOSED. It follows its physical card:
// what that one may not do, this one may not do either, from the same moment.
#pragma once

#include <soci/soci.h>
#include <string>
#include <string_view>

#include "center/gate/services.hpp"

namespace ssc::center {

/// Through which app e-cards are issued here: ten digits.
inline constexpr std::string_view kChannelNo = "9999000001";
inline constexpr int kFullPasswordTries = 5;

/// Six digits that nobody guesses first: no run (123456, 654321), no repetition (111111, 121212, 123123), no
/// part of the holder's number.
bool isGoodPassword(const crypto::SecretBytes& password, std::string_view socialSecurityNumber);

/// What 8741 does: the issue number. 2302 for a card that is not known, 2104 to 2107 for one that is not
/// usable, 2108 for a holder who is recorded as dead, 1107 "password" for a bad one, 3101 where there is an
/// e-card already. One that was closed is issued anew, under the same number.
Answered<std::string> issueEcard(const Services& services, soci::session& sql, const std::string& cardId,
                                 const crypto::SecretBytes& password);

/// 8742, 8743 and the end; 3101 where the e-card is not in a state for it, 2302 where there is none. Whatever
/// is under way with an e-card that is not ISSUED ends at once: codes shown, sign-ins, proofs, sessions.
Answered<void> suspendEcard(const Services& services, soci::session& sql, const std::string& signNo);
/// Needs what issuing needs of card and holder; the tries of the password are full again.
Answered<void> resumeEcard(soci::session& sql, const std::string& signNo);
Answered<void> closeEcard(const Services& services, soci::session& sql, const std::string& signNo);

/// To be called when the state of a card has changed: its e-card does what the card does (1: usable again,
/// unless wrong passwords suspended it; 2, 3, 4: suspended; 9: closed), and the sessions of a card that is
/// not usable end.
void followCardState(const Services& services, soci::session& sql, const std::string& cardId);

/// Internal: ends whatever is under way with an e-card.
void endUsesOfEcard(soci::session& sql, const std::string& signNo, std::int64_t now);

}  // namespace ssc::center
