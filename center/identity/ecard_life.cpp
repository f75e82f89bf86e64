#include "center/identity/ecard_life.hpp"

#include <algorithm>
#include <array>

#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::string_view kSignNoPrefix = "SIMEC-";
constexpr std::size_t kIdBytes = 16;
constexpr std::string_view kIssued = "ISSUED", kSuspended = "SUSPENDED", kClosed = "CLOSED";

// ---- passwords

using Digits = crypto::ByteView;

/// Each digit is `step` more than the one before.
bool isRun(Digits digits, int step) {
  return std::adjacent_find(digits.begin(), digits.end(), [&](int a, int b) { return b - a != step; }) ==
         digits.end();
}

/// 1, 2 or 3 digits again and again.
bool isRepetition(Digits digits) {
  for (const std::size_t period : {1U, 2U, 3U}) {
    if (std::equal(digits.begin() + static_cast<std::ptrdiff_t>(period), digits.end(), digits.begin()))
      return true;
  }
  return false;
}

// ---- states

void setState(soci::session& sql, const std::string& signNo, std::string_view state) {
  const std::string text(state);
  sql << "UPDATE ecards SET state = :state WHERE sign_no = :sign", soci::use(text), soci::use(signNo);
}

struct NewEcard {
  std::string signNo, signSeq, salt, hash;
  std::int64_t now;
};

void insertEcard(soci::session& sql, const NewEcard& made, const Card& card) {
  const std::string channel(kChannelNo), state(kIssued);
  const int level = 1, tries = kFullPasswordTries;  // identity; payment is not enabled
  const long long now = made.now;
  sql << "INSERT INTO ecards (sign_no, sign_seq, sign_level, channel_no, aac002, aaz501, state, "
         "password_salt, "
         "password_hash, password_tries, issued) VALUES (:sign, :seq, :level, :channel, :owner, :card, "
         ":state, "
         ":salt, :hash, :tries, :now)",
      soci::use(made.signNo), soci::use(made.signSeq), soci::use(level), soci::use(channel),
      soci::use(card.owner), soci::use(card.aaz501), soci::use(state), soci::use(made.salt),
      soci::use(made.hash), soci::use(tries), soci::use(now);
}

void issueAgain(soci::session& sql, const NewEcard& made) {
  const std::string state(kIssued);
  const int tries = kFullPasswordTries;
  const long long now = made.now;
  sql << "UPDATE ecards SET sign_seq = :seq, state = :state, password_salt = :salt, password_hash = :hash, "
         "password_tries = :tries, issued = :now WHERE sign_no = :sign",
      soci::use(made.signSeq), soci::use(state), soci::use(made.salt), soci::use(made.hash), soci::use(tries),
      soci::use(now), soci::use(made.signNo);
}

/// The card of an e-card, if it may have one now.
Answered<Card> usableCard(soci::session& sql, const std::string& cardId) {
  auto card = findCard(sql, cardId);
  if (!card) return refuse(ErrorCode::signInUnknown);
  if (auto usable = checkCardState(card->aaz502); !usable) return tl::unexpected(usable.error());
  const auto holder = findPerson(sql, card->owner);
  if (!holder || holder->dead) return refuse(ErrorCode::notPossible);
  return std::move(*card);
}

Answered<NewEcard> prepare(const Services& services, const Card& card, const crypto::SecretBytes& password) {
  if (!isGoodPassword(password, card.owner)) return refuse(ErrorCode::badEnvelope, 0, "password");
  auto seq = randomId(services.random, kIdBytes);
  auto salt = randomId(services.random, kIdBytes);
  if (!seq || !salt) return refuse(ErrorCode::storage);
  NewEcard made{std::string(kSignNoPrefix) + card.aaz501,
                std::move(*seq),
                std::move(*salt),
                {},
                toStored(services.clock.now())};
  auto hash = hashPassword(services.keys.password, made.signNo, made.salt, password);
  if (!hash) return refuse(ErrorCode::storage);
  made.hash = std::move(*hash);
  return made;
}

Answered<Ecard> requireEcard(soci::session& sql, const std::string& signNo) {
  auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  return std::move(*ecard);
}

std::optional<Ecard> ecardOfCard(soci::session& sql, const std::string& cardId) {
  return findEcard(sql, std::string(kSignNoPrefix) + cardId);
}

/// What the state of a card makes of its e-card.
void follow(const Services& services, soci::session& sql, const Ecard& ecard, const std::string& aaz502) {
  const std::int64_t now = toStored(services.clock.now());
  if (aaz502 == "1") {
    // One that wrong passwords suspended waits for its holder, not for the card.
    if (ecard.state == kSuspended && ecard.triesLeft > 0) setState(sql, ecard.signNo, kIssued);
    return;
  }
  endUsesOfEcard(sql, ecard.signNo, now);
  if (aaz502 == "9") return setState(sql, ecard.signNo, kClosed);
  if (ecard.state == kIssued) setState(sql, ecard.signNo, kSuspended);
}

void endSessionsOfCard(soci::session& sql, const std::string& cardId, std::int64_t now) {
  const long long at = now;
  sql << "UPDATE sessions SET ended = :now WHERE (aaz501 = :card OR presenter_card = :same) AND ended = 0",
      soci::use(at), soci::use(cardId), soci::use(cardId);
}

}  // namespace

bool isGoodPassword(const crypto::SecretBytes& password, std::string_view socialSecurityNumber) {
  const Digits digits = password.reveal();
  const bool six = digits.size() == kPasswordDigits &&
                   std::all_of(digits.begin(), digits.end(), [](int c) { return c >= '0' && c <= '9'; });
  if (!six || isRun(digits, 1) || isRun(digits, -1) || isRepetition(digits)) return false;
  return std::search(socialSecurityNumber.begin(), socialSecurityNumber.end(), digits.begin(), digits.end(),
                     [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }) ==
         socialSecurityNumber.end();
}

Answered<std::string> issueEcard(const Services& services, soci::session& sql, const std::string& cardId,
                                 const crypto::SecretBytes& password) {
  const auto card = usableCard(sql, cardId);
  if (!card) return tl::unexpected(card.error());
  const auto before = ecardOfCard(sql, cardId);
  if (before && before->state != kClosed) return refuse(ErrorCode::cardState);
  auto made = prepare(services, *card, password);
  if (!made) return tl::unexpected(made.error());
  before ? issueAgain(sql, *made) : insertEcard(sql, *made, *card);
  if (auto noted = noteAction(services, sql, made->signNo, "001"); !noted)
    return tl::unexpected(noted.error());
  return std::move(made->signNo);
}

Answered<void> suspendEcard(const Services& services, soci::session& sql, const std::string& signNo) {
  const auto ecard = requireEcard(sql, signNo);
  if (!ecard) return tl::unexpected(ecard.error());
  if (ecard->state != kIssued) return refuse(ErrorCode::cardState);
  setState(sql, signNo, kSuspended);
  endUsesOfEcard(sql, signNo, toStored(services.clock.now()));
  return {};
}

Answered<void> resumeEcard(soci::session& sql, const std::string& signNo) {
  const auto ecard = requireEcard(sql, signNo);
  if (!ecard) return tl::unexpected(ecard.error());
  if (ecard->state != kSuspended) return refuse(ErrorCode::cardState);
  if (const auto card = usableCard(sql, ecard->cardId); !card) return tl::unexpected(card.error());
  const int tries = kFullPasswordTries;
  sql << "UPDATE ecards SET state = 'ISSUED', password_tries = :tries WHERE sign_no = :sign",
      soci::use(tries), soci::use(signNo);
  return {};
}

Answered<void> closeEcard(const Services& services, soci::session& sql, const std::string& signNo) {
  const auto ecard = requireEcard(sql, signNo);
  if (!ecard) return tl::unexpected(ecard.error());
  if (ecard->state == kClosed) return refuse(ErrorCode::cardState);
  setState(sql, signNo, kClosed);
  endUsesOfEcard(sql, signNo, toStored(services.clock.now()));
  return {};
}

void followCardState(const Services& services, soci::session& sql, const std::string& cardId) {
  const auto card = findCard(sql, cardId);
  if (!card) return;  // another area's
  if (card->aaz502 != "1") endSessionsOfCard(sql, cardId, toStored(services.clock.now()));
  const auto ecard = ecardOfCard(sql, cardId);
  if (ecard && ecard->state != kClosed) follow(services, sql, *ecard, card->aaz502);
}

void endUsesOfEcard(soci::session& sql, const std::string& signNo, std::int64_t now) {
  const long long at = now, before = now - 1;
  const int reason = static_cast<int>(ErrorCode::codeCardState);
  sql << "UPDATE phone_tokens SET until = :before WHERE sign_no = :sign AND until >= :now", soci::use(before),
      soci::use(signNo), soci::use(at);
  sql << "UPDATE proofs SET until = :before WHERE sign_no = :sign AND used = 0 AND until >= :now",
      soci::use(before), soci::use(signNo), soci::use(at);
  sql << "UPDATE logins SET state = 'INVALID', reason = :reason WHERE sign_no = :sign AND state IN "
         "('SCANNED', "
         "'CONFIRMED')",
      soci::use(reason), soci::use(signNo);
  sql << "UPDATE sessions SET ended = :now WHERE sign_no = :sign AND ended = 0", soci::use(at),
      soci::use(signNo);
}

}  // namespace ssc::center
