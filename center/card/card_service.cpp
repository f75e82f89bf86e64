#include "center/card/card_service.hpp"

#include <algorithm>

#include "center/ask/elsewhere.hpp"
#include "center/card/operations.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::string_view kClerk = "clerk";

template <class Body>
constexpr std::string_view kNameOf{};
template <>
constexpr std::string_view kNameOf<EnableCard> = "enable";
template <>
constexpr std::string_view kNameOf<ReportLoss> = "loss";
template <>
constexpr std::string_view kNameOf<ReleaseCard> = "release";

/// Who stands there, and who does it.
struct Standing {
  Session session;
  Doer doer = Doer::holder;
  std::string staffNo;
  std::uint8_t evidence = kNothing;
};

/// The id card names its holder, who must be the one the session is about.
Answered<std::uint8_t> idCardEvidence(const Message& message, const Session& session,
                                      const Sealed& idNumber) {
  if (session.way == "id") return kIdCardSeen;
  if (idNumber.empty()) return kNothing;
  const auto number = message.open("idNumber", idNumber);
  if (!number) return tl::unexpected(number.error());
  return number->reveal() == session.subject ? kIdCardSeen : kNothing;
}

Answered<std::uint8_t> ownEvidence(const Message& message, const EnableCard& body, const Session& session) {
  auto evidence = idCardEvidence(message, session, body.idNumber);
  if (evidence && body.newPin) evidence = static_cast<std::uint8_t>(*evidence | kNewPin);
  return evidence;
}

Answered<std::uint8_t> ownEvidence(const Message&, const CardOperation&, const Session&) {
  return kNothing;
}

/// The one that was shown at the sign-in, where none is named.
std::string cardNamed(const CardOperation& body, const Session& session) {
  return body.aaz501.empty() ? session.cardId : body.aaz501;
}

/// A card that was shown at the sign-in proved itself there.
std::uint8_t sessionEvidence(const Session& session, const CardOperation& body) {
  const bool shown = session.way == "card" && session.cardId == cardNamed(body, session);
  unsigned evidence = shown || body.proven ? kCardSeen : kNothing;
  if (session.pinSeen) evidence |= kPinSeen;
  if (session.faceSeen) evidence |= kFaceSeen;
  return static_cast<std::uint8_t>(evidence);
}

/// A clerk who is on duty here, and who does not do it for themselves.
Answered<void> addClerk(const Call& call, const std::string& staffSessionId, Standing& standing) {
  if (staffSessionId.empty()) return {};
  const auto staff = requireStaff(call, staffSessionId);
  if (!staff) return tl::unexpected(staff.error());
  if (staff->number == standing.session.subject) return refuse(ErrorCode::notPossible);
  standing.doer = Doer::clerk;
  standing.staffNo = staff->staffNo;
  return {};
}

template <class Body>
Answered<Standing> standingOf(const Call& call, const Body& body) {
  if (!body.evidence.empty()) return refuse(ErrorCode::badEnvelope, 0, "input.evidence");
  auto session = requireSessionFor(call.sql, call, body.sessionId, kNameOf<Body>);
  if (!session) return tl::unexpected(session.error());
  if (session->presenter != session->subject) return refuse(ErrorCode::notPossible);
  Standing standing{std::move(*session), Doer::holder, {}, kNothing};
  if (auto clerk = addClerk(call, body.staffSessionId, standing); !clerk)
    return tl::unexpected(clerk.error());
  const auto own = ownEvidence(call, body, standing.session);
  if (!own) return tl::unexpected(own.error());
  standing.evidence = static_cast<std::uint8_t>(*own | sessionEvidence(standing.session, body));
  return standing;
}

CardChanged answerOf(const OperationDone& done) {
  const wire::TimePoint at{std::chrono::milliseconds(done.at)};
  return {done.operationNo, done.before, done.after, wire::compactTime(at)};
}

/// Whoever came for this one thing has done it; whoever reported the card's loss is not there with it any
/// more.
void endAfter(const Call& call, const Session& session, std::string_view name) {
  const bool ofTheCard = !session.cardId.empty() || !session.signNo.empty();
  if (!session.purpose.empty() || (name == "loss" && ofTheCard)) endSession(call.sql, session.id, call.at());
}

/// Here, for a person of ours, or of another area, whose center has answered.
template <class Body>
Answered<CardChanged> serve(const Call& call, const Body& body) {
  const auto standing = standingOf(call, body);
  if (!standing) return tl::unexpected(standing.error());
  const Session& session = standing->session;
  CardChanged answer;
  if (call.remote) {
    auto given = decodeBody<CardChanged>(*call.remote);
    if (!given) return refuse(ErrorCode::peer);
    answer = std::move(*given);
  } else {
    const auto done = operate(
        call, {*findOperation(kNameOf<Body>, standing->doer), cardNamed(body, session), session.subject,
               session.presenter, session.id, body.reason, standing->staffNo, standing->evidence});
    if (!done) return tl::unexpected(done.error());
    answer = answerOf(*done);
  }
  if (auto noted = noteAccess(call, session, std::string(kNameOf<Body>)); !noted)
    return tl::unexpected(noted.error());
  endAfter(call, session, kNameOf<Body>);
  return answer;
}

void keepSecret(EnableCard& body) {
  body.idNumber.text = {};
}
void keepSecret(CardOperation&) {}

template <class Body>
Answered<std::optional<std::string>> route(const Message& message) {
  if (!message.isForOtherArea()) return std::nullopt;
  auto body = bodyOf<Body>(message.request);
  if (!body) return tl::unexpected(body.error());
  const auto standing = message.services.store.write(Durability::quick, [&](soci::session& sql) {
    return standingOf(Call{message, sql, std::nullopt}, *body);
  });
  if (!standing) return tl::unexpected(refusalOf(standing.error()));
  if (!*standing) return tl::unexpected(standing->error());
  const Session& session = (*standing)->session;
  keepSecret(*body);
  body->aaz501 = cardNamed(*body, session);
  body->evidence = evidenceWords((*standing)->evidence);
  if ((*standing)->doer == Doer::clerk) body->evidence.emplace_back(kClerk);
  body->staffSessionId = (*standing)->staffNo;  // between centers: who it is
  return askPeerFor(message, session, encodeBody(*body));
}

/// A person of ours at a terminal of a peer, which says what it saw.
template <class Body>
Answered<std::string> foreign(const Services& services, soci::session& sql, const Request& request,
                              const Forwarded& forwarded) {
  auto body = bodyOf<Body>(request);
  if (!body) return tl::unexpected(body.error());
  const auto person = findPerson(sql, forwarded.subject);
  if (!person) return refuse(ErrorCode::signInUnknown);
  if (person->dead || forwarded.presenter != forwarded.subject) return refuse(ErrorCode::notPossible);
  const Doer doer = std::erase(body->evidence, kClerk) > 0 ? Doer::clerk : Doer::holder;
  const auto evidence = evidenceOf(body->evidence);
  if (!evidence) return tl::unexpected(evidence.error());
  const Terminal theirs;
  const Message message{services, request, theirs, nullptr, services.clock.now()};
  const auto done =
      operate(Call{message, sql, std::nullopt},
              {*findOperation(kNameOf<Body>, doer), body->aaz501, forwarded.subject, forwarded.presenter,
               body->sessionId, body->reason, body->staffSessionId, *evidence});
  if (!done) return tl::unexpected(done.error());
  if (auto noted =
          noteForeignAccess(services, sql, request, forwarded, body->sessionId, std::string(kNameOf<Body>));
      !noted)
    return tl::unexpected(noted.error());
  return encodeBody(answerOf(*done));
}

}  // namespace

Answered<CardChanged> enableCard(const Call& call, const EnableCard& body) {
  return serve(call, body);
}
Answered<CardChanged> reportLoss(const Call& call, const ReportLoss& body) {
  return serve(call, body);
}
Answered<CardChanged> releaseCard(const Call& call, const ReleaseCard& body) {
  return serve(call, body);
}

Answered<std::optional<std::string>> routeEnableCard(const Message& message) {
  return route<EnableCard>(message);
}
Answered<std::optional<std::string>> routeReportLoss(const Message& message) {
  return route<ReportLoss>(message);
}
Answered<std::optional<std::string>> routeReleaseCard(const Message& message) {
  return route<ReleaseCard>(message);
}

Answered<std::string> foreignEnableCard(const Services& services, soci::session& sql, const Request& request,
                                        const Forwarded& forwarded) {
  return foreign<EnableCard>(services, sql, request, forwarded);
}
Answered<std::string> foreignReportLoss(const Services& services, soci::session& sql, const Request& request,
                                        const Forwarded& forwarded) {
  return foreign<ReportLoss>(services, sql, request, forwarded);
}
Answered<std::string> foreignReleaseCard(const Services& services, soci::session& sql, const Request& request,
                                         const Forwarded& forwarded) {
  return foreign<ReleaseCard>(services, sql, request, forwarded);
}

}  // namespace ssc::center
