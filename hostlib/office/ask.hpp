// Internal: a message of the terminal itself, from its body to its answer; it needs no sign-in.
#pragma once

#include "hostlib/office/session.hpp"

namespace ssc::office {

/// `msgid`: of this message, as soon as it has one. What was answered but cannot be read is done.
template <class Body>
Result<typename Body::Answer> ask(const Station& station, const Body& body, std::string& msgid,
                                  const std::stop_token& stop) {
  auto drawn = station.numbers.messageId(station.settings.institution, stop);
  if (!drawn) return tl::unexpected(drawn.error());
  msgid = *drawn;
  Outgoing message;
  message.transaction = wire::office::findTransaction(Body::kInfno);
  message.msgid = std::move(*drawn);
  message.input = wire::office::encodeBody(body);
  const auto reply = Delivery(station).deliver(message, stop);
  if (!reply) return tl::unexpected(reply.error());
  const auto output = outputOf(*reply, message);
  if (!output) return tl::unexpected(output.error());
  auto answer = wire::office::decodeBody<typename Body::Answer>(*output);
  if (!answer)
    return tl::unexpected(Error{Fault::badAnswer, "output: " + answer.error().text(), 0, {}, msgid, true});
  return std::move(*answer);
}

}  // namespace ssc::office
