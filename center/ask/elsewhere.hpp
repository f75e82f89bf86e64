// Questions about a person who is insured in another area: that area's center answers.
#pragma once

#include "center/gate/peers.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"

namespace ssc::center {

/// A person of ours for whom a peer asks: alive, and a card of ours that was shown there may still be used.
inline Answered<void> checkSubject(soci::session& sql, const wire::office::Forwarded& forwarded) {
  const auto person = findPerson(sql, forwarded.subject);
  if (!person) return refuse(wire::office::ErrorCode::signInUnknown);
  if (person->dead) return refuse(wire::office::ErrorCode::notPossible);
  // Who asks all areas shows the card of one: that one judges it.
  const auto card = forwarded.card.empty() ? std::nullopt : findCard(sql, forwarded.card);
  if (!card) return {};
  if (card->owner != forwarded.subject) return refuse(wire::office::ErrorCode::signInUnknown);
  return checkCardState(card->aaz502);
}

/// The look of somebody who stands before a terminal of a peer, as one before ours is noted.
inline Answered<void> noteForeignAccess(const Services& services, soci::session& sql,
                                        const wire::office::Request& request,
                                        const wire::office::Forwarded& forwarded,
                                        const std::string& sessionId, const std::string& item) {
  return noteAccess(
      services, sql,
      {request.head.devNo, sessionId, forwarded.presenter, forwarded.subject, request.head.infno, item});
}

template <class Body>
Answered<Body> bodyOf(const wire::office::Request& request) {
  auto body = wire::office::decodeBody<Body>(request.input);
  if (!body) return refuse(wire::office::ErrorCode::badEnvelope, 0, "input." + body.error().place);
  return std::move(*body);
}

/// What the other center says to `input` about whom the session is for.
inline Answered<std::optional<std::string>> askPeerFor(const Message& message, const Session& session,
                                                       std::string input) {
  const Witness witness{crypto::Personal(session.presenter), crypto::Personal(session.subject),
                        session.cardId, session.level};
  return message.services.peers.ask(message, std::move(input), witness).map([](std::string answer) {
    return std::optional(std::move(answer));
  });
}

/// What the other center says, for a message whose session has the level; nothing where this center answers.
/// Runs before any transaction of the message's own.
template <class Body>
Answered<std::optional<std::string>> askElsewhere(const Message& message, std::uint8_t level) {
  if (!message.isForOtherArea()) return std::nullopt;
  const auto body = bodyOf<Body>(message.request);
  if (!body) return tl::unexpected(body.error());
  const auto session = message.services.store.read(
      [&](soci::session& sql) { return requireSession(sql, message, body->sessionId, level); });
  if (!session) return tl::unexpected(refusalOf(session.error()));
  if (!*session) return tl::unexpected(session->error());
  return askPeerFor(message, **session, message.request.input);
}

}  // namespace ssc::center
