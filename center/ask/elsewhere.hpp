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
template <class Body>
Answered<void> noteForeignAccess(const Services& services, soci::session& sql,
                                 const wire::office::Request& request,
                                 const wire::office::Forwarded& forwarded, const Body& body) {
  return noteAccess(services, sql,
                    {request.head.devNo, body.sessionId, forwarded.presenter, forwarded.subject,
                     request.head.infno, body.item});
}

/// What the other center says, for a message whose session has the level; nothing where this center answers.
/// Runs before any transaction of the message's own.
template <class Body>
Answered<std::optional<std::string>> askElsewhere(const Message& message, std::uint8_t level) {
  if (!message.isForOtherArea()) return std::nullopt;
  const auto body = wire::office::decodeBody<Body>(message.request.input);
  if (!body) return refuse(wire::office::ErrorCode::badEnvelope, 0, "input." + body.error().place);
  const auto session = message.services.store.read(
      [&](soci::session& sql) { return requireSession(sql, message, body->sessionId, level); });
  if (!session) return tl::unexpected(refusalOf(session.error()));
  if (!*session) return tl::unexpected(session->error());
  const Witness witness{crypto::Personal((*session)->presenter), crypto::Personal((*session)->subject),
                        (*session)->cardId, (*session)->level};
  return message.services.peers.ask(message, message.request.input, witness).map([](std::string answer) {
    return std::optional(std::move(answer));
  });
}

}  // namespace ssc::center
