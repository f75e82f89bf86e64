#include "hostlib/flows/office/code_sign_in.hpp"

#include "crypto/hex.hpp"
#include "hostlib/ecard/scan.hpp"
#include "wire/office/identity.hpp"

namespace ssc::flows {

namespace message = wire::office;
using Stage = SignInView::Stage;
using std::chrono::seconds;

/// A sign-in that waits for the phone.
struct CodeSignIn::Wait {
  std::string loginId, way;
  std::optional<ecard::MovingCode> code;  ///< flow B
  std::chrono::steady_clock::time_point until;
  std::chrono::steady_clock::time_point nextPoll;
  seconds interval{2};
  bool scanned = false;
  bool over = false;               ///< the center said how it ended
  std::optional<Failure> silence;  ///< why the last question found no answer

  /// Who did not answer: the center, or the holder.
  [[nodiscard]] Failure outOfTime() const;
};

namespace {

constexpr seconds kConfirmLimit{75};  // the center's 60 s after scanning, and what messages take
constexpr std::chrono::milliseconds kFirstPoll{1500};  // nobody has confirmed before
constexpr seconds kSlowDown{5};
constexpr std::size_t kNonceBytes = 16, kSecretBytes = 16;
constexpr const char* kWaiting = "wait for the phone";

/// A source at its end: what was held there says more than the end.
Failure scannerFailure(scanner::NoCode why, bool sawOther) {
  if (why == scanner::NoCode::ended && sawOther) return {Reason::notACode, "scan the phone's code", {}};
  switch (why) {
    case scanner::NoCode::timedOut:
      return {Reason::timedOut, "scan the phone's code", {}};
    case scanner::NoCode::stopped:
      return {Reason::cancelled, "scan the phone's code", {}};
    default:
      return {Reason::scannerFault, std::string(scanner::toText(why)), {}};
  }
}

Failure officeFailure(unsigned infcode, std::string where) {
  Failure failure{Reason::officeRefused, std::move(where), {}};
  failure.infcode = infcode;
  return failure;
}

/// The next poll may go better.
bool passes(const office::Error& error) {
  return error.fault == office::Fault::offline || error.fault == office::Fault::late ||
         error.infcode == static_cast<unsigned>(message::ErrorCode::busy);
}

Outcome<SignedInPerson> personOf(const std::string& way, const message::SignInState& state) {
  if (state.person.empty() || state.sessionId.empty())
    return tl::unexpected(Failure{Reason::officeBadAnswer, "8103 person", {}});
  const message::PersonRecord& record = state.person.front();
  SignedInPerson person;
  person.sessionId = state.sessionId;
  person.level = static_cast<Level>(state.level);
  person.way = way;
  person.maskedName = state.maskedName;
  person.insuredArea = record.aab301;
  person.cardState = record.aaz502;
  return person;
}

Outcome<crypto::Key> secretIn(const office::Draft& draft, const message::CodeCreated& created) {
  const auto digits = lift(draft.open("qrSecret", {created.qrSecret}));
  if (!digits) return tl::unexpected(digits.error());
  const crypto::SecretBytes secret(crypto::fromHex(digits->reveal()).value_or(crypto::Bytes{}));
  if (secret.size() != kSecretBytes)
    return tl::unexpected(Failure{Reason::officeBadAnswer, "8102 qrSecret", {}});
  return crypto::Key(secret.reveal());
}

}  // namespace

Outcome<std::string> CodeSignIn::awaitCode(scanner::CodeSource& source, seconds limit) {
  const auto deadline = desk_.clock().steady() + limit;
  show_({Stage::scan, nullptr, limit, {}, {}});
  bool sawOther = false;  // a code of something else
  for (;;) {
    auto text = source.next(deadline, stop_);
    const bool unreadable = !text && !scanner::isOver(text.error()) &&
                            text.error() != scanner::NoCode::timedOut &&
                            text.error() != scanner::NoCode::stopped;
    if (!text && !unreadable) return tl::unexpected(scannerFailure(text.error(), sawOther));
    sawOther = sawOther || text || text.error() == scanner::NoCode::overLong ||
               text.error() == scanner::NoCode::notText;
    if (text) {
      const auto scan = ecard::classifyScan(*text);
      if (const auto* phone = std::get_if<ecard::PhoneCodeScan>(&scan)) return phone->text;
    }
    show_({Stage::notACode, nullptr, std::chrono::ceil<seconds>(deadline - desk_.clock().steady()), {}, {}});
  }
}

Outcome<SignedInPerson> CodeSignIn::scan(scanner::CodeSource& source, const CodeSignInPlan& plan) {
  const auto text = awaitCode(source, plan.scanLimit);
  if (!text) return tl::unexpected(text.error());
  crypto::Bytes nonce(kNonceBytes);
  if (!desk_.random().fill(nonce)) return tl::unexpected(Failure{Reason::internalError, "random", {}});
  const auto& settings = desk_.settings();
  const auto taken =
      lift(desk_.client().call(message::PhoneCode{*text, plan.purpose, settings.institution, settings.place,
                                                  plan.service, crypto::toHex(nonce)},
                               {{}, stop_}));
  if (!taken) return tl::unexpected(taken.error());
  Wait wait;
  wait.loginId = taken->loginId;
  wait.way = "phone";
  wait.nextPoll = desk_.clock().steady();
  wait.until = wait.nextPoll + kConfirmLimit;
  if (taken->needConfirm) wait.nextPoll += kFirstPoll;
  wait.scanned = true;
  if (taken->needConfirm) show_({Stage::confirm, nullptr, kConfirmLimit, {}, {}});
  return await(wait);
}

Outcome<SignedInPerson> CodeSignIn::show(const CodeSignInPlan& plan) {
  for (unsigned round = 0;; ++round) {
    auto wait = create(plan);
    if (!wait) return tl::unexpected(wait.error());
    auto person = await(*wait);
    const bool ranOut =
        !person && person.error().infcode == static_cast<unsigned>(message::ErrorCode::signInExpired);
    if (!ranOut || round >= plan.renewals) return person;
  }
}

Outcome<CodeSignIn::Wait> CodeSignIn::create(const CodeSignInPlan& plan) {
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  const auto created = lift(desk_.client().call(
      *draft, message::CreateCode{"kiosk", desk_.settings().place, plan.service}, {{}, stop_}));
  if (!created) return tl::unexpected(created.error());
  auto secret = secretIn(*draft, *created);
  if (!secret) return tl::unexpected(secret.error());
  const auto now = desk_.clock().steady();
  auto code = ecard::MovingCode::make(std::move(*secret), created->loginId, now, seconds(created->expiresIn));
  if (!code) return tl::unexpected(Failure{Reason::officeBadAnswer, "8102 " + code.error().place, {}});
  Wait wait;
  wait.loginId = created->loginId;
  wait.way = "code";
  wait.code.emplace(std::move(*code));
  wait.interval = seconds(created->interval);
  wait.nextPoll = now + wait.interval;
  wait.until = now + seconds(created->expiresIn) + kConfirmLimit;
  return wait;
}

Failure CodeSignIn::Wait::outOfTime() const {
  return silence.value_or(officeFailure(static_cast<unsigned>(message::ErrorCode::signInExpired), kWaiting));
}

// Whatever the center has not ended itself is cancelled there: nobody confirms what nobody waits for.
Outcome<SignedInPerson> CodeSignIn::await(Wait& wait) {
  auto person = watch(wait);
  if (!person && !wait.over) cancel(wait.loginId);
  return person;
}

// One turn a second: the code changes, and now and then the center is asked.
Outcome<SignedInPerson> CodeSignIn::watch(Wait& wait) {
  for (;;) {
    const auto now = desk_.clock().steady();
    if (now >= wait.nextPoll) {
      auto person = poll(wait);
      if (!person) return tl::unexpected(person.error());
      if (*person) return std::move(**person);
    }
    const bool showing = wait.code && !wait.scanned && wait.code->secondsLeft(now) > seconds(0);
    if (showing) show_({Stage::show, &*wait.code, wait.code->secondsLeft(now), {}, {}});
    if (now >= wait.until) return tl::unexpected(wait.outOfTime());
    auto next = std::min(wait.nextPoll, wait.until);
    if (showing) next = std::min(next, wait.code->nextChange(now));
    const auto pause = std::chrono::ceil<std::chrono::milliseconds>(next - desk_.clock().steady());
    if (!desk_.clock().wait(std::max(pause, std::chrono::milliseconds(1)), stop_))
      return tl::unexpected(Failure{Reason::cancelled, kWaiting, {}});
  }
}

Outcome<std::optional<SignedInPerson>> CodeSignIn::poll(Wait& wait) {
  const auto answer = desk_.client().call(message::PollSignIn{wait.loginId}, {{}, stop_});
  wait.nextPoll = desk_.clock().steady() + wait.interval;
  if (!answer) {
    if (!passes(answer.error())) return tl::unexpected(failureFrom(answer.error()));
    wait.silence = failureFrom(answer.error());
    wait.nextPoll += answer.error().wait;
    return std::nullopt;
  }
  wait.silence.reset();
  if (answer->slowDown) {
    wait.interval += kSlowDown;
    wait.nextPoll += kSlowDown;
  }
  if (answer->state == "CONFIRMED") {
    auto person = personOf(wait.way, *answer);
    if (!person) return tl::unexpected(person.error());
    return std::optional(std::move(*person));
  }
  if (answer->state == "EXPIRED" || answer->state == "INVALID") {
    wait.over = true;
    return tl::unexpected(officeFailure(answer->reason, kWaiting));
  }
  if (answer->state == "SCANNED" && !wait.scanned) {
    wait.scanned = true;
    show_({Stage::confirm, nullptr, kConfirmLimit, answer->maskedName, answer->matchNumber});
  }
  return std::nullopt;
}

void CodeSignIn::cancel(const std::string& loginId) noexcept {
  try {  // the center lets it run out by itself
    static_cast<void>(desk_.client().call(message::CancelSignIn{loginId}, {}));
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace ssc::flows
