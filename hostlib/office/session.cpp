#include "hostlib/office/session.hpp"

#include <algorithm>

#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "hostlib/office/ask.hpp"
#include "hostlib/office/identity.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::office {
namespace {

using wire::office::ErrorCode;

constexpr std::chrono::seconds kRenewBefore{60};

// What a center says before it looks whether it has done the message already.
constexpr std::array kBeforeTheAnswer{ErrorCode::certificate, ErrorCode::suspended, ErrorCode::signIn,
                                      ErrorCode::clock,       ErrorCode::counter,   ErrorCode::busy,
                                      ErrorCode::storage,     ErrorCode::peer};

bool leavesItOpen(unsigned infcode) {
  return std::any_of(kBeforeTheAnswer.begin(), kBeforeTheAnswer.end(),
                     [&](ErrorCode code) { return static_cast<unsigned>(code) == infcode; });
}

/// yyyyMMddHHmmssSSS; the milliseconds do not matter.
std::optional<wire::TimePoint> timeOf(std::string_view compact) {
  constexpr std::size_t kSeconds = 14;
  return wire::parseCompactSeconds(compact.substr(0, kSeconds));
}

tl::unexpected<Error> badAnswer(const std::string& msgid, std::string where) {
  return tl::unexpected(Error{Fault::badAnswer, std::move(where), 0, {}, msgid, false});
}

}  // namespace

Result<std::string> outputOf(const wire::office::Reply& reply, const Outgoing& message) {
  if (reply.infcode == 0) return reply.output;
  const bool open = message.mayBeDone && hasEffect(message.transaction->kind) && leavesItOpen(reply.infcode);
  const bool waits = reply.infcode == static_cast<unsigned>(ErrorCode::busy) ||
                     reply.infcode == static_cast<unsigned>(ErrorCode::tooManyTries);
  const std::chrono::seconds wait{waits ? wire::office::numberIn(reply.errMsg) : 0};
  return tl::unexpected(
      Error{open ? Fault::resultUnknown : Fault::refused, "", reply.infcode, wait, message.msgid, open});
}

/// The right to sign in: at most one thread has it.
class SessionKeeper::Turn {
 public:
  explicit Turn(SessionKeeper& keeper) : keeper_(keeper) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    const std::lock_guard lock(keeper_.mutex_);
    keeper_.signingIn_ = false;
    keeper_.done_.notify_all();
  }

 private:
  SessionKeeper& keeper_;
};

Result<Session> SessionKeeper::get(const std::stop_token& stop) {
  {
    std::unique_lock lock(mutex_);
    // Bounded by the limits of whoever signs in.
    if (!done_.wait(lock, stop, [&] { return !signingIn_; }))
      return tl::unexpected(Error{Fault::cancelled, "sign-in", 0, {}, {}, false});
    if (session_ && station_.clock.steady() + kRenewBefore < session_->until) return *session_;
    signingIn_ = true;
  }
  const Turn turn(*this);
  auto made = signIn(stop);
  const std::lock_guard lock(mutex_);
  session_ = made ? std::optional(*made) : std::nullopt;
  return made;
}

std::optional<Session> SessionKeeper::current() {
  const std::lock_guard lock(mutex_);
  return session_;
}

void SessionKeeper::forget(std::string_view signNo) {
  const std::lock_guard lock(mutex_);
  if (session_ && session_->signNo == signNo) session_.reset();
}

Result<std::string> SessionKeeper::proofOf(std::string_view challenge, std::string_view measured) const {
  const std::string text = std::string(challenge) + '|' + std::string(measured);
  const auto signature = station_.signKey.sign(crypto::bytesOf(text));
  if (!signature) return badFile("signing: " + std::string(toText(signature.error())));
  return crypto::toBase64(*signature);
}

Result<void> SessionKeeper::powerOn(const std::stop_token& stop) const {
  std::string msgid;
  const auto asked = ask(station_, wire::office::PowerOn{}, msgid, stop);
  if (!asked) return tl::unexpected(asked.error());
  if (asked->challenge.empty()) return badAnswer(msgid, "output: challenge: is missing");
  auto measured = measuredProgram(station_.settings.program);
  if (!measured) return tl::unexpected(measured.error());
  auto proof = proofOf(asked->challenge, *measured);
  if (!proof) return tl::unexpected(proof.error());
  const auto done =
      ask(station_, wire::office::PowerOn{asked->challenge, std::move(*measured), std::move(*proof)}, msgid,
          stop);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<Session> SessionKeeper::signIn(const std::stop_token& stop) const {
  if (auto on = powerOn(stop); !on) return tl::unexpected(on.error());
  std::string msgid;
  const auto answer = ask(station_, wire::office::SignIn{station_.settings.version}, msgid, stop);
  if (!answer) return tl::unexpected(answer.error());
  return sessionOf(*answer, msgid);
}

Result<Session> SessionKeeper::sessionOf(const wire::office::SignedIn& answer,
                                         const std::string& msgid) const {
  const auto enciphered = crypto::fromHex(answer.sessionKey);
  const auto key = station_.signKey.decrypt(enciphered.value_or(crypto::Bytes{}));
  if (!key) return badAnswer(msgid, "output: sessionKey: does not open");
  auto sealer = crypto::FieldSealer::fromSessionKey(crypto::Key(key->reveal()));
  if (!sealer) return badAnswer(msgid, "output: sessionKey: is no key");
  // How long it lasts is told by the center's clock, when it ends by ours.
  const auto from = timeOf(answer.serverTime), until = timeOf(answer.validUntil);
  if (!from || !until || *until <= *from)
    return badAnswer(msgid, "output: validUntil: is not a time to come");
  return Session{answer.signNo, answer.kid, std::make_shared<const crypto::FieldSealer>(std::move(*sealer)),
                 station_.clock.steady() + (*until - *from), answer.areas};
}

}  // namespace ssc::office
