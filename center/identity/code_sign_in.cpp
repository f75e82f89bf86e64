// The terminal's side of a sign-in by code: 8101, 8102, 8103, 8106.
#include "center/identity/identity.hpp"
#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "crypto/hex.hpp"
#include "wire/code_text.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::uint32_t kMinutesBack = 2;
constexpr std::int64_t kBadCodesIn = 300'000, kScannerOff = 300'000, kFastestPoll = 1'500;  // ms
constexpr int kMostBadCodes = 10;
constexpr int kAlarmLevel = 5;

struct Token {
  std::string signNo, purpose;
  std::int64_t until = 0, used = 0;
};

std::optional<Token> findToken(soci::session& sql, const std::string& text) {
  Token token;
  long long until = 0, used = 0;
  sql << "SELECT sign_no, purpose, until, used FROM phone_tokens WHERE token = :token", soci::use(text),
      soci::into(token.signNo), soci::into(token.purpose), soci::into(until), soci::into(used);
  if (!sql.got_data()) return std::nullopt;
  token.until = until;
  token.used = used;
  return token;
}

Answered<Token> checkCode(const Call& call, const PhoneCode& body) {
  const auto code = wire::parsePhoneCode(body.qr);
  if (!code || code->keyId != kPhoneKeyId || !code->isGenuine(call.services.keys.phoneCode))
    return refuse(ErrorCode::codeForged);
  const auto minute = static_cast<std::uint32_t>(call.at() / 60'000);
  if (code->minute > minute || minute - code->minute > kMinutesBack) return refuse(ErrorCode::codeExpired);
  auto token = findToken(call.sql, code->token);
  if (!token || call.at() > token->until) return refuse(ErrorCode::codeExpired);
  if (token->used != 0) return refuse(ErrorCode::codeUsed);
  if (token->purpose != body.purpose) return refuse(ErrorCode::codePurpose);
  const long long now = call.at();
  soci::statement use =
      (call.sql.prepare << "UPDATE phone_tokens SET used = :now WHERE token = :token AND used = 0",
       soci::use(now), soci::use(code->token));
  use.execute(true);
  if (use.get_affected_rows() != 1) return refuse(ErrorCode::codeUsed);
  return std::move(*token);
}

/// Ten bad codes in five minutes: this terminal's scanner rests for five.
void countBadCode(const Call& call) {
  const auto id = randomId(call.services.random, 16);
  if (!id) return;
  const long long now = call.at(), since = now - kBadCodesIn, off = now + kScannerOff;
  call.sql << "INSERT INTO attempts (kind, who, at, token) VALUES ('bad-code', :dev, :at, :id)",
      soci::use(call.terminal.devNo), soci::use(now), soci::use(*id);
  int count = 0;
  call.sql << "SELECT COUNT(*) FROM attempts WHERE kind = 'bad-code' AND who = :dev AND at > :since",
      soci::use(call.terminal.devNo), soci::use(since), soci::into(count);
  if (count < kMostBadCodes) return;
  call.sql << "UPDATE terminals SET scanner_off_until = :off WHERE dev_no = :dev", soci::use(off),
      soci::use(call.terminal.devNo);
  raiseAlarm(call.sql, *id, call.terminal.devNo, "bad codes", kAlarmLevel, call.at());
}

Answered<Login> requireOwn(const Call& call, const std::string& loginId) {
  auto login = findLogin(call.sql, loginId);
  if (!login) return refuse(ErrorCode::signInUnknown);
  if (login->devNo != call.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  return std::move(*login);
}

Answered<PersonRecord> recordOf(const Call& call, const Person& person, const Card& card) {
  auto number = call.seal("aac002", person.number.reveal());
  if (!number) return tl::unexpected(number.error());
  auto name = call.seal("aac003", person.name.reveal());
  if (!name) return tl::unexpected(name.error());
  return PersonRecord{std::move(*number), std::move(*name), card.aaz500,
                      card.aaz501,        card.aaz502,      card.aab301};
}

/// The holder confirmed: the session opens, and the result is gone.
Answered<void> collect(const Call& call, const Login& login, SignInState& answer) {
  if (!useUpLogin(call.sql, login.id)) return refuse(ErrorCode::codeUsed);
  const auto ecard = findEcard(call.sql, login.signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(call.sql, *ecard); !fit) return tl::unexpected(fit.error());
  const auto person = findPerson(call.sql, ecard->owner);
  const auto card = findCard(call.sql, ecard->cardId);
  if (!person || !card) return refuse(ErrorCode::signInUnknown);
  const std::uint8_t level = login.busiSeq.empty() ? kPossession : kIdentified;
  const auto session =
      openSession(call, {ecard->owner, ecard->owner, level, login.flow == "A" ? "phone" : "code",
                         ecard->cardId, ecard->signNo, login.service});
  if (!session) return tl::unexpected(session.error());
  auto record = recordOf(call, *person, *card);
  if (!record) return tl::unexpected(record.error());
  answer.person.push_back(std::move(*record));
  answer.sessionId = session->id;
  answer.level = level;
  answer.maskedName = maskedName(person->name);
  return {};
}

void showScanned(const Call& call, const Login& login, SignInState& answer) {
  const auto ecard = findEcard(call.sql, login.signNo);
  const auto person = ecard ? findPerson(call.sql, ecard->owner) : std::nullopt;
  // At flow A nobody has seen place and service yet: not even a masked name.
  if (login.flow != "B" || !person) return;
  answer.maskedName = maskedName(person->name);
  answer.matchNumber = wire::matchNumber(secretOf(login), login.id).value_or("");
}

}  // namespace

Answered<PhoneCodeTaken> phoneCode(const Call& call, const PhoneCode& body) {
  if (call.at() < call.terminal.scannerOffUntil) return refuse(ErrorCode::codeTerminal);
  const auto token = checkCode(call, body);
  if (!token) {
    countBadCode(call);
    return refuseAndKeep(token.error().code);
  }
  const auto ecard = findEcard(call.sql, token->signNo);
  const auto fit = ecard ? checkEcard(call.sql, *ecard) : refuse(ErrorCode::codeCardState);
  if (!fit) return refuseAndKeep(ErrorCode::codeCardState);  // the code is used up all the same
  const bool needConfirm = !call.terminal.attended;
  const auto login = openLogin(call.services, call.sql,
                               {"A", call.terminal.devNo, "kiosk", call.terminal.place, body.service,
                                needConfirm ? LoginState::scanned : LoginState::confirmed, token->signNo});
  if (!login) return tl::unexpected(login.error());
  return PhoneCodeTaken{login->id, needConfirm};
}

Answered<CodeCreated> createCode(const Call& call, const CreateCode& body) {
  if (body.kind != "kiosk") return refuse(ErrorCode::badEnvelope, 0, "input.kind");
  // The place is the one the terminal was approved for, not one that it tells.
  const auto login = openLogin(
      call.services, call.sql,
      {"B", call.terminal.devNo, body.kind, call.terminal.place, body.service, LoginState::pending, {}});
  if (!login) return tl::unexpected(login.error());
  auto secret = call.seal("qrSecret", login->secret);
  if (!secret) return tl::unexpected(secret.error());
  return CodeCreated{login->id, std::move(secret->text)};
}

Answered<SignInState> pollSignIn(const Call& call, const PollSignIn& body) {
  const auto login = requireOwn(call, body.loginId);
  if (!login) return tl::unexpected(login.error());
  if (login->state == LoginState::consumed) return refuse(ErrorCode::codeUsed);
  const long long now = call.at();
  call.sql << "UPDATE logins SET last_poll = :now WHERE login_id = :id", soci::use(now), soci::use(login->id);
  const LoginState state = stateAt(*login, call.at());
  SignInState answer;
  answer.state = toText(state);
  answer.slowDown = login->lastPoll != 0 && call.at() - login->lastPoll < kFastestPoll;
  if (state == LoginState::expired) answer.reason = static_cast<unsigned>(ErrorCode::signInExpired);
  if (state == LoginState::invalid) answer.reason = login->reason;
  if (state == LoginState::scanned) showScanned(call, *login, answer);
  if (state != LoginState::confirmed) return answer;
  if (auto done = collect(call, *login, answer); !done) return tl::unexpected(done.error());
  return answer;
}

Answered<Done> cancelSignIn(const Call& call, const CancelSignIn& body) {
  const auto login = requireOwn(call, body.loginId);
  if (!login) return tl::unexpected(login.error());
  const LoginState state = stateAt(*login, call.at());
  if (state == LoginState::pending || state == LoginState::scanned || state == LoginState::confirmed)
    setLoginState(call.sql, login->id, LoginState::invalid, static_cast<unsigned>(ErrorCode::signInUnknown));
  return Done{};
}

}  // namespace ssc::center
