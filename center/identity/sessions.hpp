// Who is signed in where, for whom, at which level, until when.
#pragma once

#include <cstdint>
#include <optional>
#include <soci/soci.h>
#include <string>

#include "center/gate/call.hpp"

namespace ssc::center {

inline constexpr std::chrono::minutes kSessionLasts{15};

/// Levels: a card was shown; the person proved to be its holder. (3: a clerk has looked, or better.)
inline constexpr std::uint8_t kPossession = 1, kIdentified = 2;

/// What a session is opened with.
struct SessionPlan {
  std::string presenter, subject;  ///< social security numbers
  std::uint8_t level = 0;
  std::string way;      ///< card, id, phone, code
  std::string cardId;   ///< of the card that was shown; empty by id card
  std::string signNo;   ///< of the e-card; empty by a card
  std::string service;  ///< what the person came for
  std::string purpose;  ///< the one thing that may be done: enable, release; empty: whatever the level opens
};

/// What a session with a card that is not usable may be opened for, and what such a card must be: 0, 4.
inline constexpr std::string_view kToEnable = "enable", kToRelease = "release";

struct Session {
  std::string id, devNo, presenter, subject, way, cardId, signNo;
  std::string presenterCard;   ///< of a presenter who acts for the subject; cardId is the subject's then
  std::string relation = "0";  ///< of presenter and subject; 0: the same person
  std::uint8_t level = 0;
  std::int64_t until = 0, ended = 0;
  std::string purpose;                     ///< of SessionPlan
  bool pinSeen = false, faceSeen = false;  ///< the card accepted its own PIN; a live face was like the photo
};

/// Opens a session at the terminal; whatever was open there ends: a terminal has one person before it.
Answered<Session> openSession(const Call& call, const SessionPlan& plan);

/// The session, if it is this terminal's, has not ended, has the level, and its card may still be used: 2302,
/// 2303, 2109, 2104 to 2108. A card's state can change while somebody is signed in.
Answered<Session> requireSession(soci::session& sql, const Message& message, const std::string& id,
                                 std::uint8_t level);
/// The same for something that a session may have been opened for alone: then its card need not be usable.
Answered<Session> requireSessionFor(soci::session& sql, const Message& message, const std::string& id,
                                    std::string_view purpose);
/// Whatever it was opened for: to note what was seen of the person.
Answered<Session> requireAnySession(soci::session& sql, const Message& message, const std::string& id);
void notePinSeen(soci::session& sql, const Session& session);
void noteFaceSeen(soci::session& sql, const Session& session);
void raiseLevel(soci::session& sql, const Session& session, std::uint8_t level);
void endSession(soci::session& sql, const std::string& id, std::int64_t now);

/// A look at somebody's data, for those who review them.
struct Access {
  std::string devNo, sessionId, presenter, subject, infno, item;
};
Answered<void> noteAccess(const Services& services, soci::session& sql, const Access& access);
/// By somebody who is signed in here.
Answered<void> noteAccess(const Call& call, const Session& session, const std::string& item);

}  // namespace ssc::center
