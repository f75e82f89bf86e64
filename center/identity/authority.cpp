// 8116: one person acts for another. Both cards are here, or the relative's e-card is on the presenter's
// phone, or a clerk registered a mandate.
#include <algorithm>
#include <array>

#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::size_t kIdBytes = 10;

/// What was found: for whom, on what grounds, how far.
struct Grounds {
  std::string subject, relation, evidence, cardId;
  std::uint8_t level = 0;
  std::int64_t until = 0;
};

bool covers(std::string_view scope, std::string_view item) {
  if (scope == "*") return true;
  for (std::size_t at = 0; at < scope.size();) {
    const std::size_t end = std::min(scope.find(',', at), scope.size());
    if (scope.substr(at, end - at) == item) return true;
    at = end + 1;
  }
  return false;
}

/// The subject's card proved itself here; L2 of the subject needs its PIN too.
Answered<Grounds> byCards(const Call& call, const Session& session, const AuthorityCheck& body) {
  if (!isRelation(body.relation)) return refuse(ErrorCode::badEnvelope, 0, "input.relation");
  const auto card = findCard(call.sql, body.aaz501);
  if (!card) return refuse(ErrorCode::signInUnknown);
  if (!body.proven || card->owner == session.presenter) return refuse(ErrorCode::notPossible);
  if (auto state = checkCardState(card->aaz502); !state) return tl::unexpected(state.error());
  const bool pin = body.pin == "ok" && !body.initialPin && !card->initialPin;
  return Grounds{card->owner,  body.relation, body.aaz501, body.aaz501, pin ? kIdentified : kPossession,
                 session.until};
}

/// The relation that the presenter's phone keeps with an e-card.
std::optional<std::string> relationOnPhone(soci::session& sql, const std::string& presenter,
                                           const std::string& signNo) {
  std::string relation;
  sql << "SELECT held.relation FROM phone_ecards AS held JOIN phones AS phone ON phone.access_id = "
         "held.access_id "
         "WHERE phone.owner = :owner AND held.sign_no = :sign AND held.relation <> '0' LIMIT 1",
      soci::use(presenter), soci::use(signNo), soci::into(relation);
  return sql.got_data() ? std::optional(relation) : std::nullopt;
}

/// A sign-in by code at this terminal, confirmed with the relative's e-card; it opens no session of its own.
Answered<Grounds> byEcard(const Call& call, const Session& session, const AuthorityCheck& body) {
  const auto login = findLogin(call.sql, body.loginId);
  if (!login) return refuse(ErrorCode::signInUnknown);
  if (login->devNo != call.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  if (login->state == LoginState::consumed) return refuse(ErrorCode::codeUsed);
  const LoginState state = stateAt(*login, call.at());
  if (state == LoginState::expired) return refuse(ErrorCode::signInExpired);
  if (state != LoginState::confirmed || login->busiSeq.empty()) return refuse(ErrorCode::wrongStep);
  const auto ecard = findEcard(call.sql, login->signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(call.sql, *ecard); !fit) return tl::unexpected(fit.error());
  auto relation = relationOnPhone(call.sql, session.presenter, ecard->signNo);
  if (!relation || ecard->owner == session.presenter) return refuse(ErrorCode::notPossible);
  if (!useUpLogin(call.sql, login->id)) return refuse(ErrorCode::codeUsed);
  return Grounds{ecard->owner,  std::move(*relation), ecard->signNo,
                 ecard->cardId, kIdentified,          session.until};
}

struct Mandate {
  std::string presenter, subject, relation, scope;
  std::int64_t until = 0, ended = 0;
};

std::optional<Mandate> findMandate(soci::session& sql, const std::string& number) {
  Mandate mandate;
  long long until = 0, ended = 0;
  sql << "SELECT presenter, subject, relation, scope, until, ended FROM mandates WHERE mandate_no = :no",
      soci::use(number), soci::into(mandate.presenter), soci::into(mandate.subject),
      soci::into(mandate.relation), soci::into(mandate.scope), soci::into(until), soci::into(ended);
  if (!sql.got_data()) return std::nullopt;
  mandate.until = until;
  mandate.ended = ended;
  return mandate;
}

/// 2108 for a mandate of somebody else, too: who guesses numbers learns nothing.
Answered<Mandate> standingMandate(const Call& call, const std::string& presenter, const std::string& number,
                                  const std::string& item) {
  auto mandate = findMandate(call.sql, number);
  const bool stands = mandate && mandate->presenter == presenter && mandate->ended == 0 &&
                      call.at() <= mandate->until && covers(mandate->scope, item);
  if (!stands) return refuse(ErrorCode::notPossible);
  return std::move(*mandate);
}

Answered<Grounds> byMandate(const Call& call, const Session& session, const AuthorityCheck& body) {
  const auto mandate = standingMandate(call, session.presenter, body.mandateNo, body.service);
  if (!mandate) return tl::unexpected(mandate.error());
  return Grounds{mandate->subject, mandate->relation,
                 body.mandateNo,   {},
                 session.level,    std::min(mandate->until, session.until)};
}

struct WayRow {
  std::string_view way;
  Answered<Grounds> (*find)(const Call&, const Session&, const AuthorityCheck&);
};
constexpr std::array kWays{WayRow{"cards", byCards}, WayRow{"ecard", byEcard}, WayRow{"mandate", byMandate}};

Answered<Person> aliveSubject(const Call& call, const std::string& number) {
  auto person = findPerson(call.sql, number);
  if (!person) return refuse(ErrorCode::signInUnknown);
  if (person->dead) return refuse(ErrorCode::notPossible);
  return std::move(*person);
}

/// From here on the session is the subject's.
void handOver(const Call& call, const Session& session, const AuthorityCheck& body, const Grounds& grounds) {
  const long long now = call.at(), until = grounds.until;
  const int level = grounds.level;
  call.sql << "UPDATE sessions SET subject = :subject, relation = :relation, level = :level, aaz501 = :card, "
              "presenter_card = :own, until = :until WHERE session_id = :id",
      soci::use(grounds.subject), soci::use(grounds.relation), soci::use(level), soci::use(grounds.cardId),
      soci::use(session.cardId), soci::use(until), soci::use(session.id);
  call.sql << "INSERT INTO authorities (session_id, presenter, subject, relation, way, evidence, service, "
              "at, until) "
              "VALUES (:id, :presenter, :subject, :relation, :way, :evidence, :service, :now, :until)",
      soci::use(session.id), soci::use(session.presenter), soci::use(grounds.subject),
      soci::use(grounds.relation), soci::use(body.way), soci::use(grounds.evidence), soci::use(body.service),
      soci::use(now), soci::use(until);
}

}  // namespace

Answered<AuthorityGiven> authorityCheck(const Call& call, const AuthorityCheck& body) {
  auto session = requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!session) return tl::unexpected(session.error());
  if (session->presenter != session->subject) return refuse(ErrorCode::wrongStep);  // one subject a session
  const auto row = std::ranges::find(kWays, std::string_view(body.way), &WayRow::way);
  if (row == kWays.end()) return refuse(ErrorCode::badEnvelope, 0, "input.way");
  const auto grounds = row->find(call, *session, body);
  if (!grounds) return tl::unexpected(grounds.error());
  const auto subject = aliveSubject(call, grounds->subject);
  if (!subject) return tl::unexpected(subject.error());
  handOver(call, *session, body, *grounds);
  session->subject = grounds->subject;
  if (auto noted = noteAccess(call, *session, "authority." + body.way); !noted)
    return tl::unexpected(noted.error());
  return AuthorityGiven{grounds->level, maskedName(subject->name), grounds->relation,
                        wire::compactTime(wire::TimePoint(std::chrono::milliseconds(grounds->until)))};
}

Answered<void> mayActFor(const Call& call, const Session& session, const std::string& item) {
  if (session.presenter == session.subject) return {};
  std::string way, evidence;
  call.sql << "SELECT way, evidence FROM authorities WHERE session_id = :id AND subject = :subject",
      soci::use(session.id), soci::use(session.subject), soci::into(way), soci::into(evidence);
  if (!call.sql.got_data()) return refuse(ErrorCode::notPossible);
  if (way != "mandate") return {};
  return standingMandate(call, session.presenter, evidence, item).map([](const Mandate&) {});
}

Answered<std::string> registerMandate(const Call& call, const StaffSession& clerk, const MandatePlan& plan) {
  const bool kind = plan.kind == "mandate" || plan.kind == "guardianship";
  if (!kind || !isRelation(plan.relation) || plan.scope.empty()) return refuse(ErrorCode::badEnvelope);
  for (const std::string& number : {plan.presenter, plan.subject}) {
    if (auto person = aliveSubject(call, number); !person) return tl::unexpected(person.error());
  }
  const bool term = plan.until > call.now && plan.until - call.now <= kMandateLasts;
  if (!term || plan.presenter == plan.subject || clerk.number == plan.presenter ||
      clerk.number == plan.subject)
    return refuse(ErrorCode::notPossible);
  auto id = randomId(call.services.random, kIdBytes);
  if (!id) return id;
  std::string number = "M" + *id;
  const long long now = call.at(), until = toStored(plan.until);
  call.sql << "INSERT INTO mandates (mandate_no, presenter, subject, relation, kind, scope, staff_no, "
              "registered, until) "
              "VALUES (:no, :presenter, :subject, :relation, :kind, :scope, :staff, :now, :until)",
      soci::use(number), soci::use(plan.presenter), soci::use(plan.subject), soci::use(plan.relation),
      soci::use(plan.kind), soci::use(plan.scope), soci::use(clerk.staffNo), soci::use(now), soci::use(until);
  return number;
}

}  // namespace ssc::center
