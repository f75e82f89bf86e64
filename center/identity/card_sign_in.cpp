#include "center/gate/peers.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/id_card.hpp"
#include "center/identity/identity.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "crypto/base64.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::uint8_t kLeastLikeness = 80;  // per cent

Answered<void> checkWay(const CardSignIn& body) {
  const bool known = body.purpose.empty() || body.purpose == kToEnable || body.purpose == kToRelease;
  if (body.way != "card" && body.way != "id") return refuse(ErrorCode::badEnvelope, 0, "input.way");
  if (!known || (!body.purpose.empty() && body.way != "card"))
    return refuse(ErrorCode::badEnvelope, 0, "input.purpose");
  return {};
}

/// Who shows the card, as the message says it.
struct Claim {
  crypto::Personal number, name;
};

Answered<Claim> claimOf(const Message& message, const CardSignIn& body) {
  auto number = message.open("aac002", body.aac002);
  if (!number) return tl::unexpected(number.error());
  auto name = message.open("aac003", body.aac003);
  if (!name) return tl::unexpected(name.error());
  return Claim{std::move(*number), std::move(*name)};
}

std::vector<std::string> offersFor(const std::string& way) {
  if (way == "id") return {"face", "clerk"};
  return {"pin", "phone", "clerk"};
}

/// What such a session still needs.
std::vector<std::string> purposeOffers(const Session& session) {
  std::vector<std::string> offers;
  if (session.purpose == kToRelease && !session.pinSeen) offers.emplace_back("pin");
  if (!session.faceSeen) offers.emplace_back("face");
  offers.emplace_back("clerk");
  return offers;
}

/// A card that opens no session may be brought to be enabled, or released. One that is in another state than
/// that is refused as ever; a usable one has nothing to be done: 3101.
Answered<void> checkUsable(const Card& card, const std::string& purpose) {
  if (purpose.empty()) return checkCardState(card.aaz502);
  const std::string_view wanted = purpose == kToEnable ? "0" : "4";
  if (card.aaz502 == wanted) return {};
  if (auto state = checkCardState(card.aaz502); !state) return state;
  return refuse(ErrorCode::cardState, 0, "aaz502." + card.aaz502 + "-1");
}

/// The card that was shown is one of ours, and what it says is what we know.
Answered<Card> checkCard(soci::session& sql, const CardSignIn& body, const Claim& claim) {
  auto card = findCard(sql, body.aaz501);
  const bool same = card && card->owner == claim.number.reveal() && card->aaz500 == body.aaz500;
  if (!same) return refuse(ErrorCode::signInUnknown);
  if (!body.proven) return refuse(ErrorCode::notPossible);
  if (auto usable = checkUsable(*card, body.purpose); !usable) return tl::unexpected(usable.error());
  return std::move(*card);
}

Answered<Person> checkPerson(soci::session& sql, const Claim& claim) {
  auto person = findPerson(sql, claim.number.reveal());
  if (!person || person->name.reveal() != claim.name.reveal()) return refuse(ErrorCode::signInUnknown);
  if (person->dead) return refuse(ErrorCode::notPossible);
  return std::move(*person);
}

/// State of the card that was shown; by id card: of the one that its holder has, if any.
Answered<std::string> cardStateFor(soci::session& sql, const CardSignIn& body, const Claim& claim) {
  if (body.way == "card")
    return checkCard(sql, body, claim).map([](const Card& card) { return card.aaz502; });
  const auto card = cardOf(sql, claim.number.reveal());
  return card ? card->aaz502 : std::string();
}

}  // namespace

Answered<std::optional<std::string>> routeCardSignIn(const Message& message) {
  auto body = decodeBody<CardSignIn>(message.request.input);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "input." + body.error().place);
  if (auto way = checkWay(*body); !way) return tl::unexpected(way.error());
  auto claim = claimOf(message, *body);
  if (!claim) return tl::unexpected(claim.error());
  body->aac002.text = {};  // goes as the subject
  const std::string& name = claim->name.reveal();
  body->aac003.text = crypto::toBase64(crypto::bytesOf(name));
  return message.services.peers
      .ask(message, encodeBody(*body), {claim->number, claim->number, {}, kPossession})
      .map([](std::string answer) { return std::optional(std::move(answer)); });
}

Answered<std::string> foreignCardSignIn(const Services& services, soci::session& sql, const Request& request,
                                        const Forwarded& forwarded) {
  const auto body = decodeBody<CardSignIn>(request.input);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "input." + body.error().place);
  if (auto way = checkWay(*body); !way) return tl::unexpected(way.error());
  if (auto idCard = checkIdCard(*body, services.clock.now()); !idCard) return tl::unexpected(idCard.error());
  const auto name = crypto::fromBase64(body->aac003.text);  // in the open: see routeCardSignIn
  if (!name) return refuse(ErrorCode::badEnvelope, 0, "input.aac003");
  const Claim claim{crypto::Personal(forwarded.subject),
                    crypto::Personal(std::string(name->begin(), name->end()))};
  const auto person = checkPerson(sql, claim);
  if (!person) return tl::unexpected(person.error());
  CardSignedIn answer;
  answer.sessionId = "-";  // sessions are the terminal's own center's
  answer.maskedName = maskedName(person->name);
  auto state = cardStateFor(sql, *body, claim);
  if (!state) return tl::unexpected(state.error());
  answer.aaz502 = std::move(*state);
  return encodeBody(answer);
}

Answered<CardSignedIn> cardSignIn(const Call& call, const CardSignIn& body) {
  if (auto way = checkWay(body); !way) return tl::unexpected(way.error());
  if (auto idCard = checkIdCard(body, call.now); !idCard) return tl::unexpected(idCard.error());
  auto claim = claimOf(call, body);
  if (!claim) return tl::unexpected(claim.error());
  if (body.way == "id") {
    auto tries = checkFaceTries(call.services, call.sql, claim->number.reveal());
    if (!tries) return tl::unexpected(tries.error());
  }
  // An id card says nothing of a social security card.
  const std::string cardId = body.way == "card" ? body.aaz501 : std::string();
  const SessionPlan plan{claim->number.reveal(),
                         claim->number.reveal(),
                         kPossession,
                         body.way,
                         cardId,
                         {},
                         body.service,
                         body.purpose};
  CardSignedIn answer;
  answer.level = kPossession;
  answer.offers = offersFor(body.way);
  if (call.remote) {  // the other area vouches for card and person
    auto known = decodeBody<CardSignedIn>(*call.remote);
    if (!known) return refuse(ErrorCode::peer);
    answer.aaz502 = known->aaz502;
    answer.maskedName = known->maskedName;
  } else {
    const auto person = checkPerson(call.sql, *claim);
    if (!person) return tl::unexpected(person.error());
    answer.maskedName = maskedName(person->name);
    auto state = cardStateFor(call.sql, body, *claim);
    if (!state) return tl::unexpected(state.error());
    answer.aaz502 = std::move(*state);
  }
  auto session = openSession(call, plan);
  if (!session) return tl::unexpected(session.error());
  answer.sessionId = session->id;
  if (!session->purpose.empty()) answer.offers = purposeOffers(*session);
  return answer;
}

namespace {

/// In a session for one thing alone the level stays: the PIN is evidence for that thing. A card that was
/// reported lost stays so, whatever becomes of its PIN.
Answered<LevelReached> pinForPurpose(const Call& call, const PinResult& body, Session session) {
  LevelReached answer{session.level, {}, {}};
  const auto card = findCard(call.sql, session.cardId);
  const bool initial = body.initialPin || (card && card->initialPin);
  if (body.result == "ok" && !initial) {
    notePinSeen(call.sql, session);
    session.pinSeen = true;
  }
  if (body.result == "blocked") endSession(call.sql, session.id, call.at());
  answer.level = body.result == "blocked" ? std::uint8_t{0} : session.level;
  if (body.result != "blocked") answer.offers = purposeOffers(session);
  return answer;
}

}  // namespace

Answered<LevelReached> pinResult(const Call& call, const PinResult& body) {
  const auto session = requireAnySession(call.sql, call, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  if (session->way != "card") return refuse(ErrorCode::wrongStep);
  if (body.result != "ok" && body.result != "wrong" && body.result != "blocked")
    return refuse(ErrorCode::badEnvelope, 0, "input.result");
  if (!session->purpose.empty()) return pinForPurpose(call, body, *session);
  LevelReached answer{session->level, "1", offersFor(session->way)};
  if (body.result == "blocked") {
    setCardState(call.sql, session->cardId, "3");
    followCardState(call.services, call.sql, session->cardId);
    endSession(call.sql, session->id, call.at());
    answer.aaz502 = "3";
    answer.level = 0;
    answer.offers = {};
    return answer;
  }
  if (body.result == "wrong") return answer;
  const auto card = findCard(call.sql, session->cardId);
  if (body.initialPin || (card && card->initialPin))
    return answer;  // proves nothing: whoever handed the card out knew it
  notePinSeen(call.sql, *session);
  raiseLevel(call.sql, *session, kIdentified);
  answer.level = std::max(session->level, kIdentified);
  answer.offers = {};
  return answer;
}

Answered<LevelReached> faceCheck(const Call& call, const FaceCheck& body) {
  auto session = requireAnySession(call.sql, call, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  LevelReached answer{session->level, {}, offersFor(session->way)};
  // The face is the presenter's: of whom the session is about it says nothing.
  if (session->presenter != session->subject) return refuse(ErrorCode::wrongStep);
  const bool alike = body.alive && body.score >= kLeastLikeness;
  session->faceSeen = session->faceSeen || alike;
  if (alike) noteFaceSeen(call.sql, *session);
  if (!session->purpose.empty()) answer.offers = purposeOffers(*session);
  if (session->way != "id") return answer;
  if (!alike) {
    auto counted = countWrongFace(call, session->presenter, session->id);
    return counted.map([&] { return answer; });
  }
  forgetWrongFaces(call.sql, session->presenter);
  raiseLevel(call.sql, *session, kIdentified);
  answer.level = std::max(session->level, kIdentified);
  answer.offers = {};
  return answer;
}

Answered<Done> endSessionCall(const Call& call, const EndSession& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, 0);
  // Ending twice, or ending what a lost card has closed, is no mistake.
  if (session || session.error().code != ErrorCode::signInElsewhere)
    endSession(call.sql, body.sessionId, call.at());
  return Done{};
}

}  // namespace ssc::center
