#include "center/identity/sessions.hpp"

#include "center/identity/people.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kIdBytes = 16;

std::optional<Session> find(soci::session& sql, const std::string& id) {
  Session session;
  int level = 0;
  long long until = 0, ended = 0;
  sql << "SELECT session_id, dev_no, presenter, subject, way, aaz501, sign_no, relation, level, until, "
         "ended FROM sessions "
         "WHERE session_id = :id",
      soci::use(id), soci::into(session.id), soci::into(session.devNo), soci::into(session.presenter),
      soci::into(session.subject), soci::into(session.way), soci::into(session.cardId),
      soci::into(session.signNo), soci::into(session.relation), soci::into(level), soci::into(until),
      soci::into(ended);
  if (!sql.got_data()) return std::nullopt;
  session.level = static_cast<std::uint8_t>(level);
  session.until = until;
  session.ended = ended;
  return session;
}

// A card of another area is that area's to judge: its state was asked at the sign-in, and is asked again with
// each of its queries.
Answered<void> checkStanding(soci::session& sql, const Session& session) {
  const auto person = findPerson(sql, session.subject);
  if (person && person->dead) return refuse(ErrorCode::notPossible);
  if (session.cardId.empty()) return {};
  const auto card = findCard(sql, session.cardId);
  return card ? checkCardState(card->aaz502) : Answered<void>{};
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
  call.sql << "INSERT INTO sessions (session_id, dev_no, presenter, subject, level, way, aaz501, sign_no, "
              "service, "
              "started, until) VALUES (:id, :dev, :presenter, :subject, :level, :way, :card, :sign, "
              ":service, :now, "
              ":until)",
      soci::use(*id), soci::use(call.terminal.devNo), soci::use(plan.presenter), soci::use(plan.subject),
      soci::use(level), soci::use(plan.way), soci::use(plan.cardId), soci::use(plan.signNo),
      soci::use(plan.service), soci::use(now), soci::use(until);
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
  return session;
}

Answered<Session> requireSession(soci::session& sql, const Message& message, const std::string& id,
                                 std::uint8_t level) {
  auto session = find(sql, id);
  if (!session || session->ended != 0) return refuse(ErrorCode::signInUnknown);
  if (session->devNo != message.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  if (message.at() > session->until) return refuse(ErrorCode::signInExpired);
  if (auto standing = checkStanding(sql, *session); !standing) return tl::unexpected(standing.error());
  if (session->level < level) return refuse(ErrorCode::levelTooLow);
  return std::move(*session);
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

Answered<void> noteAccess(const Call& call, const Session& session, const std::string& item) {
  auto id = randomId(call.services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = call.at();
  call.sql << "INSERT INTO access_log (id, at, dev_no, session_id, presenter, subject, infno, item) "
              "VALUES (:id, :at, :dev, :session, :presenter, :subject, :infno, :item)",
      soci::use(*id), soci::use(now), soci::use(call.terminal.devNo), soci::use(session.id),
      soci::use(session.presenter), soci::use(session.subject), soci::use(call.head().infno), soci::use(item);
  return {};
}

}  // namespace ssc::center
