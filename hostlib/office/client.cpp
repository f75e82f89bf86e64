#include "hostlib/office/client.hpp"

namespace ssc::office {
namespace {

constexpr unsigned kSignInEnded = static_cast<unsigned>(wire::office::ErrorCode::signIn);

Error unknownTransaction() {
  return {Fault::badFiles, "the transaction is in no table", 0, {}, {}, false};
}

}  // namespace

Result<std::unique_ptr<Client>> Client::open(Settings settings, const Parts& parts) {
  if (const auto mistake = mistakeIn(settings)) return badFile("office." + *mistake);
  auto centerKey = readCenterKey(settings.centerKey);
  if (!centerKey) return tl::unexpected(centerKey.error());
  auto identity = loadIdentity({settings.folder});
  if (!identity) return tl::unexpected(identity.error());
  return std::unique_ptr<Client>(
      new Client(std::move(settings), std::move(*identity), std::move(*centerKey), parts));
}

Client::Client(Settings settings, Identity identity, crypto::Sm2PublicKey centerKey, const Parts& parts)
    : settings_(std::move(settings)),
      identity_(std::move(identity)),
      centerKey_(std::move(centerKey)),
      numbers_(settings_.folder, parts.clock),
      random_(parts.random),
      clock_(parts.clock),
      link_(parts.link),
      sessions_({settings_, identity_.signKey, centerKey_, numbers_, parts.transport, clock_, random_}),
      delivery_({settings_, identity_.signKey, centerKey_, numbers_, parts.transport, clock_, random_}) {}

Client::~Client() = default;

bool Client::needsSession(std::string_view infno) {
  const auto* row = wire::office::findTransaction(infno);
  return row != nullptr && row->signOn;
}

// It was signed and its infcode is 0: what was asked for is done.
Error Client::unreadable(const Draft& draft, const wire::BadMessage& why) {
  return {Fault::badAnswer, "output: " + why.text(), 0, {}, draft.msgid(), true};
}

template <class T>
Result<T> Client::noted(Result<T> result, LinkEvent failure) {
  auto event = result ? LinkEvent::answered : linkEventOf(result.error());
  if (event == LinkEvent::failed) event = failure;
  if (event) link_.note(*event, clock_.steady());
  return result;
}

Result<Draft> Client::plainDraft(const std::stop_token& stop) {
  auto msgid = numbers_.messageId(settings_.institution, stop);
  if (!msgid) return tl::unexpected(msgid.error());
  Draft made;
  made.msgid_ = std::move(*msgid);
  made.devNo_ = settings_.terminal;
  made.kid_ = kNoSessionKey;
  made.random_ = &random_;
  return made;
}

Result<Draft> Client::draft(const std::stop_token& stop) {
  const auto before = sessions_.current();
  auto session = sessions_.get(stop);
  // One that was there already says nothing of the link.
  const bool wasThere = session && before && before->signNo == session->signNo;
  if (!wasThere) session = noted(std::move(session));
  if (!session) return tl::unexpected(session.error());
  auto made = plainDraft(stop);
  if (!made) return made;
  made->kid_ = session->kid;
  made->sealer_ = session->sealer;
  return made;
}

Result<Outgoing> Client::outgoing(std::string_view infno, const Draft& draft, std::string input,
                                  const Scope& scope) const {
  Outgoing message;
  message.transaction = wire::office::findTransaction(infno);
  if (message.transaction == nullptr) return tl::unexpected(unknownTransaction());
  message.msgid = draft.msgid_;
  message.input = std::move(input);
  message.insuredArea = scope.insuredArea;
  message.kid = draft.kid_;
  return message;
}

Result<std::string> Client::send(Outgoing& message, const Scope& scope) {
  const bool beat = message.transaction->kind == wire::office::Kind::heartbeat;
  return noted(converse(message, scope.stop), beat ? LinkEvent::missed : LinkEvent::failed);
}

Result<std::string> Client::exchange(std::string_view infno, const Draft& draft, std::string input,
                                     const Scope& scope) {
  auto message = outgoing(infno, draft, std::move(input), scope);
  if (!message) return tl::unexpected(message.error());
  return send(*message, scope);
}

Result<std::string> Client::converse(Outgoing& message, const std::stop_token& stop) {
  auto reply = once(message, stop);
  // The center has forgotten the sign-in: once anew. The message keeps its id and its session key.
  if (reply && reply->infcode == kSignInEnded && message.transaction->signOn) {
    sessions_.forget(message.signNo);
    reply = once(message, stop);
  }
  if (!reply) return tl::unexpected(reply.error());
  return outputOf(*reply, message);
}

Result<wire::office::Reply> Client::once(Outgoing& message, const std::stop_token& stop) {
  if (message.transaction->signOn) {
    const auto session = sessions_.get(stop);
    if (!session) {
      Error error = session.error();
      const bool open = message.mayBeDone && hasEffect(message.transaction->kind);
      if (open && error.fault != Fault::cancelled)
        return tl::unexpected(Error{Fault::resultUnknown, error.text(), 0, {}, message.msgid, true});
      error.mayBeDone = message.mayBeDone;
      return tl::unexpected(std::move(error));
    }
    message.signNo = session->signNo;
  }
  return delivery_.deliver(message, stop);
}

std::optional<Session> Client::session() {
  return sessions_.current();
}

}  // namespace ssc::office
