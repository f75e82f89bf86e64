// What is particular to a sign-in by id card: its last day, and faces that were not like its photo.
#pragma once

#include <soci/soci.h>
#include <string>

#include "center/gate/call.hpp"
#include "wire/office/identity.hpp"

namespace ssc::center {

/// 2108 for an id card that did not prove itself to its reader, or whose last day is over; nothing for
/// another way.
Answered<void> checkIdCard(const wire::office::CardSignIn& body, wire::TimePoint now);

/// 4105, with the seconds to wait, after three wrong faces with the id card of this person in ten minutes,
/// wherever. Whoever does not have the id card cannot make its holder wait.
Answered<void> checkFaceTries(const Services& services, soci::session& sql, const std::string& number);
/// The third wrong one ends the session: 4105, which keeps what was counted.
Answered<void> countWrongFace(const Call& call, const std::string& number, const std::string& sessionId);
void forgetWrongFaces(soci::session& sql, const std::string& number);

}  // namespace ssc::center
