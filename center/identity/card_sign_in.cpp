#include "center/gate/peers.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/identity.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "crypto/base64.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::uint8_t kLeastLikeness = 80;  // per cent

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

Answered<void> checkWay(const std::string& way) {
  if (way == "card" || way == "id") return {};
  return refuse(ErrorCode::badEnvelope, 0, "input.way");
}

std::vector<std::string> offersFor(const std::string& way) {
  if (way == "id") return {"face", "clerk"};
  return {"pin", "phone", "clerk"};
}

/// The card that was shown is one of ours, and what it says is what we know.
Answered<Card> checkCard(soci::session& sql, const CardSignIn& body, const Claim& claim) {
  auto card = findCard(sql, body.aaz501);
  const bool same = card && card->owner == claim.number.reveal() && card->aaz500 == body.aaz500;
  if (!same) return refuse(ErrorCode::signInUnknown);
  if (!body.proven) return refuse(ErrorCode::notPossible);
  if (auto state = checkCardState(card->aaz502); !state) return tl::unexpected(state.error());
  return std::move(*card);
}

Answered<Person> checkPerson(soci::session& sql, const Claim& claim) {
  auto person = findPerson(sql, claim.number.reveal());
  if (!person || person->name.reveal() != claim.name.reveal()) return refuse(ErrorCode::signInUnknown);
  if (person->dead) return refuse(ErrorCode::notPossible);
  return std::move(*person);
}

}  // namespace

Answered<std::optional<std::string>> routeCardSignIn(const Message& message) {
  auto body = decodeBody<CardSignIn>(message.request.input);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "input." + body.error().place);
  if (auto way = checkWay(body->way); !way) return tl::unexpected(way.error());
  auto claim = claimOf(message, *body);
  if (!claim) return tl::unexpected(claim.error());
  body->aac002.text = {};  // goes as the subject
  const std::string& name = claim->name.reveal();
  body->aac003.text = crypto::toBase64(crypto::bytesOf(name));
  return message.services.peers
      .ask(message, encodeBody(*body), {claim->number, claim->number, {}, kPossession})
      .map([](std::string answer) { return std::optional(std::move(answer)); });
}

Answered<std::string> foreignCardSignIn(const Services& /*services*/, soci::session& sql,
                                        const Request& request, const Forwarded& forwarded) {
  const auto body = decodeBody<CardSignIn>(request.input);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "input." + body.error().place);
  if (auto way = checkWay(body->way); !way) return tl::unexpected(way.error());
  const auto name = crypto::fromBase64(body->aac003.text);  // in the open: see routeCardSignIn
  if (!name) return refuse(ErrorCode::badEnvelope, 0, "input.aac003");
  const Claim claim{crypto::Personal(forwarded.subject),
                    crypto::Personal(std::string(name->begin(), name->end()))};
  const auto person = checkPerson(sql, claim);
  if (!person) return tl::unexpected(person.error());
  CardSignedIn answer;
  answer.sessionId = "-";  // sessions are the terminal's own center's
  answer.maskedName = maskedName(person->name);
  if (body->way == "card") {
    const auto card = checkCard(sql, *body, claim);
    if (!card) return tl::unexpected(card.error());
    answer.aaz502 = card->aaz502;
  }
  return encodeBody(answer);
}

Answered<CardSignedIn> cardSignIn(const Call& call, const CardSignIn& body) {
  if (auto way = checkWay(body.way); !way) return tl::unexpected(way.error());
  auto claim = claimOf(call, body);
  if (!claim) return tl::unexpected(claim.error());
  // An id card says nothing of a social security card.
  const std::string cardId = body.way == "card" ? body.aaz501 : std::string();
  const SessionPlan plan{
      claim->number.reveal(), claim->number.reveal(), kPossession, body.way, cardId, {}, body.service};
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
    if (body.way == "card") {
      const auto card = checkCard(call.sql, body, *claim);
      if (!card) return tl::unexpected(card.error());
      answer.aaz502 = card->aaz502;
    }
  }
  auto session = openSession(call, plan);
  if (!session) return tl::unexpected(session.error());
  answer.sessionId = session->id;
  return answer;
}

Answered<LevelReached> pinResult(const Call& call, const PinResult& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kPossession);
  if (!session) return tl::unexpected(session.error());
  if (session->way != "card") return refuse(ErrorCode::wrongStep);
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
  if (body.result != "ok") return refuse(ErrorCode::badEnvelope, 0, "input.result");
  const auto card = findCard(call.sql, session->cardId);
  if (body.initialPin || (card && card->initialPin))
    return answer;  // proves nothing: whoever handed the card out knew it
  raiseLevel(call.sql, *session, kIdentified);
  answer.level = std::max(session->level, kIdentified);
  answer.offers = {};
  return answer;
}

Answered<LevelReached> faceCheck(const Call& call, const FaceCheck& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kPossession);
  if (!session) return tl::unexpected(session.error());
  LevelReached answer{session->level, {}, offersFor(session->way)};
  // The face is the presenter's: of whom the session is about it says nothing.
  if (session->presenter != session->subject) return refuse(ErrorCode::wrongStep);
  if (session->way != "id" || !body.alive || body.score < kLeastLikeness) return answer;
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
