// Questions about a person who is insured in another area: that area's center answers.
#pragma once

#include "center/gate/peers.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"

namespace ssc::center {

/// A person of ours, alive: for whom a peer asks.
inline Answered<void> checkSubject(soci::session& sql, const std::string& subject) {
  const auto person = findPerson(sql, subject);
  if (!person) return refuse(wire::office::ErrorCode::signInUnknown);
  if (person->dead) return refuse(wire::office::ErrorCode::notPossible);
  return {};
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
                        (*session)->level};
  return message.services.peers.ask(message, message.request.input, witness).map([](std::string answer) {
    return std::optional(std::move(answer));
  });
}

}  // namespace ssc::center
