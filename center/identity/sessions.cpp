#include "center/identity/sessions.hpp"

#include <array>

#include "center/identity/people.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kIdBytes = 16;

/// A session, and how those stand today whom it is about.
struct Found {
  Session session;
  std::string deadOn;  ///< of the subject
  std::array<std::string, 2>
      aaz502s;  ///< of the subject's card and the presenter's; empty: none, or not ours
};

std::optional<Found> find(soci::session& sql, const std::string& id) {
  Found found;
  Session& session = found.session;
  int level = 0;
  long long until = 0, ended = 0;
  std::string pinSeen, faceSeen;
  sql << "SELECT s.session_id, s.dev_no, s.presenter, s.subject, s.way, s.aaz501, s.sign_no, "
         "s.presenter_card, s.relation, s.level, s.until, s.ended, COALESCE(p.dead_on, ''), "
         "COALESCE(c.aaz502, ''), COALESCE(h.aaz502, ''), s.purpose, s.pin_seen, s.face_seen FROM sessions s "
         "LEFT JOIN persons p ON p.aac002 = s.subject LEFT JOIN cards c ON c.aaz501 = s.aaz501 "
         "LEFT JOIN cards h ON h.aaz501 = s.presenter_card WHERE s.session_id = :id",
      soci::use(id), soci::into(session.id), soci::into(session.devNo), soci::into(session.presenter),
      soci::into(session.subject), soci::into(session.way), soci::into(session.cardId),
      soci::into(session.signNo), soci::into(session.presenterCard), soci::into(session.relation),
      soci::into(level), soci::into(until), soci::into(ended), soci::into(found.deadOn),
      soci::into(found.aaz502s[0]), soci::into(found.aaz502s[1]), soci::into(session.purpose),
      soci::into(pinSeen), soci::into(faceSeen);
  if (!sql.got_data()) return std::nullopt;
  session.level = static_cast<std::uint8_t>(level);
  session.until = until;
  session.ended = ended;
  session.pinSeen = pinSeen == "1";
  session.faceSeen = faceSeen == "1";
  return found;
}

// A card of another area is that area's to judge: its state was asked at the sign-in, and is asked again with
// each of its queries.
Answered<void> checkStanding(const Found& found) {
  if (!found.deadOn.empty()) return refuse(ErrorCode::notPossible);
  // Also with a card of another area, whose state is not known here.
  if (found.session.purpose == kToEnable) return refuse(ErrorCode::cardNotEnabled);
  if (found.session.purpose == kToRelease) return refuse(ErrorCode::cardLost);
  for (const std::string& aaz502 : found.aaz502s) {
    if (aaz502.empty()) continue;
    if (auto usable = checkCardState(aaz502); !usable) return usable;
  }
  return {};
}

/// This terminal's, and not over.
Answered<Found> findOpen(soci::session& sql, const Message& message, const std::string& id) {
  auto found = find(sql, id);
  if (!found || found->session.ended != 0) return refuse(ErrorCode::signInUnknown);
  if (found->session.devNo != message.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  if (message.at() > found->session.until) return refuse(ErrorCode::signInExpired);
  return std::move(*found);
}

}  // namespace

Answered<Session> openSession(const Call& call, const SessionPlan& plan) {
  auto id = randomId(call.services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = call.at(), until = toStored(call.now + kSessionLasts);
  const int level = plan.level;
  // Two programs of one terminal sign in at the same time: one after the other.
  static_cast<void>(findTerminal(call.sql, call.services.store.backend(), call.terminal.devNo, true));
  call.sql << "UPDATE sessions SET ended = :now WHERE dev_no = :dev AND ended = 0", soci::use(now),
      soci::use(call.terminal.devNo);
  call.sql
      << "INSERT INTO sessions (session_id, dev_no, presenter, subject, level, way, aaz501, sign_no, "
         "service, purpose, started, until) VALUES (:id, :dev, :presenter, :subject, :level, :way, :card, "
         ":sign, :service, :purpose, :now, :until)",
      soci::use(*id), soci::use(call.terminal.devNo), soci::use(plan.presenter), soci::use(plan.subject),
      soci::use(level), soci::use(plan.way), soci::use(plan.cardId), soci::use(plan.signNo),
      soci::use(plan.service), soci::use(plan.purpose), soci::use(now), soci::use(until);
  Session session;
  session.id = std::move(*id);
  session.devNo = call.terminal.devNo;
  session.presenter = plan.presenter;
  session.subject = plan.subject;
  session.way = plan.way;
  session.cardId = plan.cardId;
  session.signNo = plan.signNo;
  session.level = plan.level;
  session.until = until;
  session.purpose = plan.purpose;
  return session;
}

Answered<Session> requireSession(soci::session& sql, const Message& message, const std::string& id,
                                 std::uint8_t level) {
  auto found = findOpen(sql, message, id);
  if (!found) return tl::unexpected(found.error());
  if (auto standing = checkStanding(*found); !standing) return tl::unexpected(standing.error());
  if (found->session.level < level) return refuse(ErrorCode::levelTooLow);
  return std::move(found->session);
}

Answered<Session> requireSessionFor(soci::session& sql, const Message& message, const std::string& id,
                                    std::string_view purpose) {
  auto found = findOpen(sql, message, id);
  if (!found) return tl::unexpected(found.error());
  if (found->session.purpose != purpose) return requireSession(sql, message, id, kPossession);
  if (!found->deadOn.empty()) return refuse(ErrorCode::notPossible);
  return std::move(found->session);
}

Answered<Session> requireAnySession(soci::session& sql, const Message& message, const std::string& id) {
  auto found = findOpen(sql, message, id);
  if (!found) return tl::unexpected(found.error());
  return requireSessionFor(sql, message, id, found->session.purpose.empty() ? "-" : found->session.purpose);
}

void notePinSeen(soci::session& sql, const Session& session) {
  sql << "UPDATE sessions SET pin_seen = '1' WHERE session_id = :id", soci::use(session.id);
}

void noteFaceSeen(soci::session& sql, const Session& session) {
  sql << "UPDATE sessions SET face_seen = '1' WHERE session_id = :id", soci::use(session.id);
}

void raiseLevel(soci::session& sql, const Session& session, std::uint8_t level) {
  const int value = level;
  sql << "UPDATE sessions SET level = :level WHERE session_id = :id AND level < :level2", soci::use(value),
      soci::use(session.id), soci::use(value);
}

void endSession(soci::session& sql, const std::string& id, std::int64_t now) {
  const long long at = now;
  sql << "UPDATE sessions SET ended = :now WHERE session_id = :id AND ended = 0", soci::use(at),
      soci::use(id);
}

Answered<void> noteAccess(const Services& services, soci::session& sql, const Access& access) {
  auto id = randomId(services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = toStored(services.clock.now());
  sql << "INSERT INTO access_log (id, at, dev_no, session_id, presenter, subject, infno, item) "
         "VALUES (:id, :at, :dev, :session, :presenter, :subject, :infno, :item)",
      soci::use(*id), soci::use(now), soci::use(access.devNo), soci::use(access.sessionId),
      soci::use(access.presenter), soci::use(access.subject), soci::use(access.infno), soci::use(access.item);
  return {};
}

Answered<void> noteAccess(const Call& call, const Session& session, const std::string& item) {
  return noteAccess(
      call.services, call.sql,
      {call.terminal.devNo, session.id, session.presenter, session.subject, call.head().infno, item});
}

}  // namespace ssc::center
