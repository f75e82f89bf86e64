#include "center/gate/gate.hpp"

#include <cstdlib>

#include "center/files/files.hpp"
#include "center/fleet/fleet.hpp"
#include "center/gate/dispatcher.hpp"
#include "center/gate/rate_limiter.hpp"
#include "center/gate/sign_ons.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/office/file_message.hpp"

namespace ssc::center {

using wire::office::ErrorCode;
using wire::office::Kind;
using wire::office::Reply;
using wire::office::Request;
using wire::office::Transaction;

struct Gate::Admitted {
  Terminal terminal;
  MessageKey message;
  wire::office::SafeInfo info;
  std::string claim;  ///< empty: answered already
  std::optional<Reply> stored;
  std::optional<crypto::FieldSealer> sealer;
  const Transaction* transaction = nullptr;
  wire::TimePoint now;
  crypto::ByteView file;  ///< beside the message
};

/// A message, and what another center said to it.
struct Gate::Remote {
  const Message& message;
  std::optional<std::string> answer;
};

namespace {

constexpr std::chrono::seconds kClockTolerance{300};
constexpr int kBadSignaturesToSuspend = 3;
constexpr unsigned kWaitWhileWorking = 2;  // seconds
constexpr std::size_t kClaimBytes = 16;
constexpr int kGreatestAlarm = 5;
constexpr std::size_t kMsgidTimeAt = 12, kMsgidTimeSize = 14;
constexpr std::string_view kNoKey = "0";  // kid before there is a sign-in

Durability durabilityOf(const Transaction& transaction) {
  const Kind kind = transaction.kind;
  const bool reads = kind == Kind::query || kind == Kind::poll || kind == Kind::heartbeat;
  return reads ? Durability::quick : Durability::safe;
}

/// Marks of an answer: when the request came, what the answer is called.
Reply stampsOf(const Services& services, wire::TimePoint came) {
  constexpr std::size_t kSerialBytes = 5;
  Reply reply;
  reply.refmsgTime = wire::compactTime(came);
  const std::uint64_t serial = [&] {
    std::array<std::uint8_t, kSerialBytes> drawn{};
    std::uint64_t number = 0;
    if (services.random.fill(drawn)) {
      for (const std::uint8_t byte : drawn)
        number = number << 8U | byte;
    }
    return number % 10'000'000'000ULL;
  }();
  std::string digits = std::to_string(serial);
  digits.insert(0, 10 - digits.size(), '0');
  reply.infRefmsgid = services.rules.area + wire::compactSeconds(came) + digits;
  reply.respondTime = reply.refmsgTime;
  return reply;
}

/// Of an envelope that cannot be read: too large, or of another form.
Refusal unreadable(const wire::BadMessage& error, std::size_t size) {
  const bool tooLarge =
      size > wire::office::kMaxEnvelope || (error.place == "input" && size > wire::office::kMaxBody);
  return {tooLarge ? ErrorCode::tooLarge : ErrorCode::badEnvelope, 0, error.place};
}

Reply refusalReply(const Reply& stamps, const Refusal& refusal) {
  Reply reply = stamps;
  reply.infcode = static_cast<unsigned>(refusal.code);
  reply.errMsg = wire::office::errorText(refusal.code, refusal.number, refusal.where);
  return reply;
}

/// The state of the terminal against what it asks for.
Answered<void> mayAsk(const Terminal& terminal, const Transaction& transaction) {
  switch (terminal.state) {
    case TerminalState::active:
      break;
    case TerminalState::approved:
      if (transaction.signOn) return refuse(ErrorCode::suspended);
      break;
    case TerminalState::suspended:
      if (!transaction.suspended) return refuse(ErrorCode::suspended);
      break;
    case TerminalState::retired:
      return refuse(ErrorCode::certificate);
    case TerminalState::made:
    case TerminalState::registered:
      return refuse(ErrorCode::suspended);
  }
  return {};
}

/// What it says of the institution is what it was approved for.
Answered<void> checkInstitution(const Terminal& terminal, const wire::office::Head& head) {
  if (head.fixmedinsCode != terminal.institutionCode)
    return refuse(ErrorCode::badEnvelope, 0, "fixmedins_code");
  if (head.fixmedinsName != terminal.institutionName)
    return refuse(ErrorCode::badEnvelope, 0, "fixmedins_name");
  return {};
}

/// A message that can be sent again is dated: the date tells when its answer may be gone.
Answered<void> checkAge(const Request& request, std::int64_t now) {
  const auto date =
      wire::parseCompactSeconds(std::string_view(request.head.msgid).substr(kMsgidTimeAt, kMsgidTimeSize));
  if (!date) return refuse(ErrorCode::badEnvelope, 0, "msgid");
  const std::int64_t age = now - toStored(*date);
  // One from the future would still be good when its answer is forgotten.
  if (age > kAnswersKept || age < -kDateAhead) return refuse(ErrorCode::messageId);
  return {};
}

}  // namespace

Gate::Gate(const Services& services, Log& log)
    : services_(services),
      log_(log),
      senders_(services),
      limiter_(std::make_unique<RateLimiter>(services.rules.requestsPerSecond, services.rules.burst)) {}

Gate::~Gate() = default;

HttpAnswer Gate::handle(const HttpRequest& http) {
  return answer(http, Door::office);
}

HttpAnswer Gate::handleWithFile(const HttpRequest& http) {
  return answer(http, Door::files);
}

HttpAnswer Gate::handleRegistration(const HttpRequest& http) {
  return answer(http, Door::registration);
}

HttpAnswer Gate::answer(const HttpRequest& http, Door door) {
  const auto begun = std::chrono::steady_clock::now();
  const auto parts =
      door == Door::files ? wire::office::splitFile(http.body) : wire::office::FileMessage{http.body, {}};
  const auto request = wire::office::decodeRequest(crypto::bytesOf(parts.envelope));
  Reply reply;
  if (request) {
    reply = replyTo(http, *request, crypto::bytesOf(parts.file), door);
  } else {
    reply = refusalReply(stampsOf(services_, services_.clock.now()),
                         unreadable(request.error(), parts.envelope.size()));
  }
  const std::string msgid = request ? request->head.msgid : std::string();
  if (!wire::office::sign(reply, msgid, services_.keys.sign)) return {503, "text/plain", "cannot sign", {}};
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
  const std::string infno = request && wire::office::findTransaction(request->head.infno) != nullptr
                                ? request->head.infno
                                : std::string("?");
  services_.metrics.answered(infno, reply.infcode, took);
  log_.answered(
      {infno, request ? request->head.devNo : std::string_view(), msgid, reply.infcode, reply.errMsg, took});
  if (door != Door::files) return {200, "application/json", wire::office::encode(reply), {}};
  const std::string file = request ? fileBeside(services_, *request, reply) : std::string();
  return {200, "application/octet-stream", wire::office::joinFile(wire::office::encode(reply), file), {}};
}

Reply Gate::replyTo(const HttpRequest& http, const Request& request, crypto::ByteView file, Door door) {
  const Reply stamps = stampsOf(services_, services_.clock.now());
  if (auto form = checkForm(request); !form) return refusalReply(stamps, form.error());
  if (door == Door::registration) {
    if (!limiter_->take("register " + http.remote, services_.clock.now()))
      return refusalReply(stamps, Refusal{ErrorCode::busy, 1, {}});
    auto output = registerTerminal(services_, request);
    if (!output) return refusalReply(stamps, output.error());
    Reply reply = stamps;
    reply.output = std::move(*output);
    return reply;
  }
  const auto sender = senders_.find(http, request.head.devNo);
  if (!sender) return refusalReply(stamps, sender.error());
  if (auto signature = checkSignature(**sender, request); !signature)
    return refusalReply(stamps, signature.error());
  if (!limiter_->take((*sender)->devNo, services_.clock.now()))
    return refusalReply(stamps, Refusal{ErrorCode::busy, 1, {}});
  auto admitted = read(**sender, request, file);
  if (!admitted) return refusalReply(stamps, admitted.error());
  if (auto reply = answerAtOnce(**sender, request, *admitted, stamps)) return std::move(*reply);
  if (auto may = admit(**sender, request, *admitted); !may) return refusalReply(stamps, may.error());
  return finish(*admitted, request, stamps);
}

Answered<void> Gate::checkForm(const Request& request) const {
  const Transaction* transaction = wire::office::findTransaction(request.head.infno);
  if (transaction == nullptr) return refuse(ErrorCode::unknownTransaction);
  if (request.head.signtype != "SM2WITHSM3") return refuse(ErrorCode::badEnvelope, 0, "signtype");
  if (request.head.infver != "V1.0") return refuse(ErrorCode::badEnvelope, 0, "infver");
  const auto sent = wire::parseHeadTime(request.head.infTime);
  if (!sent) return refuse(ErrorCode::badEnvelope, 0, "inf_time");
  const auto difference = services_.clock.now() - *sent;
  if (difference > kClockTolerance || difference < -kClockTolerance) return refuse(ErrorCode::clock);
  return {};
}

Answered<void> Gate::checkSignature(const Sender& sender, const Request& request) {
  if (wire::office::verify(request, sender.key)) return {};
  countBadSignature(sender);
  return refuse(ErrorCode::certificate);
}

// Whoever holds the terminal's TLS key but not its signing key is not the terminal.
void Gate::countBadSignature(const Sender& sender) {
  const auto id = randomId(services_.random, 16);
  if (!id) return;
  const auto now = toStored(services_.clock.now());
  const auto done = services_.store.write(Durability::safe, [&](soci::session& sql) {
    int count = 0;
    std::string state;
    sql << "UPDATE terminals SET bad_signatures = bad_signatures + 1 WHERE dev_no = :dev AND "
           "tls_fingerprint = :print",
        soci::use(sender.devNo), soci::use(sender.fingerprint);
    sql << "SELECT bad_signatures, state FROM terminals WHERE dev_no = :dev AND tls_fingerprint = :print",
        soci::use(sender.devNo), soci::use(sender.fingerprint), soci::into(count), soci::into(state);
    if (count != kBadSignaturesToSuspend) return;
    // A suspended terminal may do more than a retired one, which stays what it is.
    if (state != toText(TerminalState::retired))
      setTerminalState(sql, sender.devNo, TerminalState::suspended);
    raiseAlarm(sql, *id, sender.devNo, "signature", 5, now);
  });
  if (!done) log_.note(Log::Level::error, "bad signature not counted", done.error().what);
}

/// What a message says of itself, before the database is asked.
Answered<Gate::Admitted> Gate::read(const Sender& sender, const Request& request,
                                    crypto::ByteView file) const {
  Admitted read;
  read.file = file;
  read.now = services_.clock.now();
  read.transaction = wire::office::findTransaction(request.head.infno);
  auto info = wire::office::decodeSafeInfo(request.head.devSafeInfo);
  if (!info) return refuse(ErrorCode::badEnvelope, 0, "dev_safe_info." + info.error().place);
  if (auto age = checkAge(request, toStored(read.now)); !age) return tl::unexpected(age.error());
  const auto hash = crypto::sm3(crypto::bytesOf(request.input));
  auto claim = randomId(services_.random, kClaimBytes);
  if (!claim || !hash) return refuse(ErrorCode::storage);
  read.info = std::move(*info);
  read.message = {sender.devNo, request.head.msgid, request.head.infno, crypto::toHex(*hash)};
  read.claim = std::move(*claim);
  return read;
}

Answered<void> Gate::admit(const Sender& sender, const Request& request, Admitted& admitted) {
  // A refused message must leave its counter behind; so a refusal travels beside the transaction, not as its
  // result.
  std::optional<Refusal> refusal;
  const auto done = services_.store.write(Durability::quick, [&](soci::session& sql) {
    refusal = admitIn(sql, sender, request, admitted);
    if (!refusal) refusal = claimIn(sql, admitted);
  });
  if (!done) return tl::unexpected(refusalOf(done.error()));
  if (refusal) return tl::unexpected(std::move(*refusal));
  return takeKey(admitted);
}

Answered<void> Gate::takeKey(Admitted& admitted) const {
  const std::optional<SignOn>& signOn = admitted.terminal.signOn;
  if (!admitted.transaction->signOn || !signOn) return {};
  auto sealer = sealerFrom(services_.keys, signOn->kid, signOn->sealedKey);
  if (!sealer) return tl::unexpected(sealer.error());
  admitted.sealer = std::move(*sealer);
  return {};
}

/// Terminal, counter, state, key, in this order; why the message goes no further, or nothing.
std::optional<Refusal> Gate::admitIn(soci::session& sql, const Sender& sender, const Request& request,
                                     Admitted& admitted) {
  const std::int64_t now = toStored(admitted.now);
  const wire::office::SafeInfo& info = admitted.info;
  admitted.stored.reset();
  auto terminal = findTerminal(sql, services_.store.backend(), sender.devNo, true, info.kid);
  if (!terminal || terminal->fingerprint != sender.fingerprint || terminal->signKey != sender.signKey) {
    senders_.forget(sender);
    return Refusal{ErrorCode::certificate, 0, {}};
  }
  if (!terminal->counters.take(info.ctr)) return Refusal{ErrorCode::counter, 0, {}};
  storeCounters(sql, *terminal, now);
  if (auto may = mayAsk(*terminal, *admitted.transaction); !may) return may.error();
  if (auto right = checkInstitution(*terminal, request.head); !right) return right.error();
  // Before the message's id is claimed: with its own key the message may come again at once.
  if (admitted.transaction->signOn) {
    const bool hasKey = info.kid != kNoKey;
    const std::optional<SignOn>& signOn = terminal->signOn;
    if (hasKey && !signOn) return Refusal{ErrorCode::signIn, 0, {}};
    if (!isSignedOn(sql, sender.devNo, request.head.signNo, signOn, now))
      return Refusal{ErrorCode::signIn, 0, {}};
  }
  admitted.terminal = std::move(*terminal);
  return std::nullopt;
}

/// Whoever claims the message works on it; why somebody else does, or nothing.
std::optional<Refusal> Gate::claimIn(soci::session& sql, Admitted& admitted) {
  const std::int64_t now = toStored(admitted.now);
  auto result = claimMessage(sql, admitted.message, admitted.claim, now);
  if (std::holds_alternative<Claimed>(result)) return std::nullopt;
  if (auto* known = std::get_if<AlreadyAnswered>(&result)) {
    admitted.stored = std::move(known->reply);
    return std::nullopt;
  }
  if (std::holds_alternative<BeingWorkedOn>(result)) return Refusal{ErrorCode::busy, kWaitWhileWorking, {}};
  raiseAlarm(sql, admitted.claim, admitted.message.devNo, "message id used twice", kGreatestAlarm, now);
  return Refusal{ErrorCode::messageId, 0, {}};
}

Reply Gate::finish(const Admitted& admitted, const Request& request, const Reply& stamps) {
  if (admitted.stored) return *admitted.stored;
  const Message message{services_,         request,
                        admitted.terminal, admitted.sealer ? &*admitted.sealer : nullptr,
                        admitted.now,      admitted.file};
  const Built* built = findBuilt(request.head.infno);
  if (built == nullptr) return leave(admitted, stamps, Refusal{ErrorCode::unknownTransaction, 0, {}});
  std::optional<std::string> remote;
  if (built->route != nullptr && message.isForOtherArea()) {
    auto asked = built->route(message);
    if (!asked) return leave(admitted, stamps, asked.error());
    remote = std::move(*asked);
  }
  auto reply = work(admitted, *built, Remote{message, std::move(remote)}, stamps);
  if (!reply) return leave(admitted, stamps, reply.error());
  return std::move(*reply);
}

/// The straight way: admission, work and answer in one transaction. Nothing where another center may have to
/// be asked in between, and where the work was refused: then nothing has happened, and the message goes the
/// long way.
std::optional<Reply> Gate::answerAtOnce(const Sender& sender, const Request& request, Admitted& admitted,
                                        const Reply& stamps) {
  struct LongWay {};
  const Built* built = findBuilt(request.head.infno);
  if (built == nullptr || (built->route != nullptr && isForOtherArea(services_, request))) return {};
  auto done = services_.store.write(
      durabilityOf(*admitted.transaction), [&](soci::session& sql) -> tl::expected<Reply, LongWay> {
        if (auto refusal = admitIn(sql, sender, request, admitted)) return refusalReply(stamps, *refusal);
        if (!takeKey(admitted)) return tl::unexpected(LongWay{});
        const Message message{services_,         request,
                              admitted.terminal, admitted.sealer ? &*admitted.sealer : nullptr,
                              admitted.now,      admitted.file};
        auto reply = workIn(sql, *built, Remote{message, {}}, stamps);
        if (!reply) return tl::unexpected(LongWay{});
        addAnswer(sql, admitted.message, *reply, toStored(admitted.now));
        return std::move(*reply);
      });
  if (!done && done.error().fault == StoreFault::conflict) return {};  // most likely known already
  if (!done) {                                                         // the long way has no other database
    log_.note(Log::Level::error, "store", done.error().what);
    return refusalReply(stamps, refusalOf(done.error()));
  }
  if (!*done) return {};
  return std::move(**done);
}

/// The handler's work and its answer, in one transaction.
Answered<Reply> Gate::work(const Admitted& admitted, const Built& built, const Remote& remote,
                           const Reply& stamps) {
  auto done =
      services_.store.write(durabilityOf(*admitted.transaction), [&](soci::session& sql) -> Answered<Reply> {
        auto reply = workIn(sql, built, remote, stamps);
        if (reply && !storeAnswer(sql, admitted.message, admitted.claim, *reply))
          return refuse(ErrorCode::busy, kWaitWhileWorking);
        return reply;
      });
  if (done) return std::move(*done);
  log_.note(Log::Level::error, "store", done.error().what);
  return tl::unexpected(refusalOf(done.error()));
}

/// A refusal that keeps what was done is a reply; any other is none.
Answered<Reply> Gate::workIn(soci::session& sql, const Built& built, const Remote& remote,
                             const Reply& stamps) {
  auto output = built.handler(Call{remote.message, sql, remote.answer});
  if (!output && !output.error().keeps) return tl::unexpected(output.error());
  Reply reply = output ? stamps : refusalReply(stamps, output.error());
  if (output) reply.output = std::move(*output);
  reply.respondTime = wire::compactTime(services_.clock.now());
  return reply;
}

/// Nothing was done. A refusal for good is an answer that stays; one that passes frees the message's id.
Reply Gate::leave(const Admitted& admitted, const Reply& stamps, const Refusal& refusal) {
  Reply reply = refusalReply(stamps, refusal);
  reply.respondTime = wire::compactTime(services_.clock.now());
  const auto left = services_.store.write(Durability::quick, [&](soci::session& sql) {
    if (wire::office::rowOf(refusal.code).retry)
      dropClaim(sql, admitted.message, admitted.claim);
    else
      static_cast<void>(storeAnswer(sql, admitted.message, admitted.claim, reply));
  });
  if (!left) log_.note(Log::Level::warning, "refusal not stored", left.error().what);
  return reply;
}

}  // namespace ssc::center
