// E-cards: their state, their passwords, the codes they show.
#include <array>

#include "center/identity/ecard_life.hpp"
#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/base32.hpp"
#include "wire/code_text.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kTokenSymbols = 16, kIdBytes = 16;
constexpr std::int64_t kTokenLasts = 65'000, kGraceOfOld = 5'000, kProofLasts = 120'000;  // ms
constexpr std::string_view kPasswordChecked = "009";

constexpr std::string_view kColumns =
    "SELECT sign_no, aac002, aaz501, state, password_tries FROM ecards WHERE ";

struct Password {
  std::string salt, hash;
};

std::optional<Password> passwordOf(soci::session& sql, const std::string& signNo) {
  Password password;
  sql << "SELECT password_salt, password_hash FROM ecards WHERE sign_no = :sign", soci::use(signNo),
      soci::into(password.salt), soci::into(password.hash);
  return sql.got_data() ? std::optional(password) : std::nullopt;
}

Answered<bool> passwordFits(const Services& services, soci::session& sql, const std::string& signNo,
                            const crypto::SecretBytes& digits) {
  const auto stored = passwordOf(sql, signNo);
  if (!stored) return refuse(ErrorCode::signInUnknown);
  const auto hash = hashPassword(services.keys.password, signNo, stored->salt, digits);
  if (!hash) return refuse(ErrorCode::storage);
  return crypto::equalInConstantTime(crypto::bytesOf(*hash), crypto::bytesOf(stored->hash));
}

}  // namespace

tl::expected<std::string, crypto::CryptoError> hashPassword(const crypto::Key& pepper,
                                                            const std::string& signNo,
                                                            const std::string& salt,
                                                            const crypto::SecretBytes& digits) {
  const std::string head = signNo + '|' + salt + '|';
  crypto::SecretBytes text(head.size() + digits.size());
  std::copy(head.begin(), head.end(), text.revealMutable().begin());
  std::copy(digits.reveal().begin(), digits.reveal().end(),
            text.revealMutable().begin() + static_cast<std::ptrdiff_t>(head.size()));
  return crypto::hmacSm3(pepper, text.reveal()).map([](const crypto::Sm3Digest& mac) {
    return crypto::toHex(mac);
  });
}

std::optional<Ecard> findEcard(soci::session& sql, const std::string& signNo) {
  Ecard ecard;
  sql << std::string(kColumns) + "sign_no = :sign", soci::use(signNo), soci::into(ecard.signNo),
      soci::into(ecard.owner), soci::into(ecard.cardId), soci::into(ecard.state), soci::into(ecard.triesLeft);
  return sql.got_data() ? std::optional(ecard) : std::nullopt;
}

std::vector<Ecard> ecardsOf(soci::session& sql, const std::string& number) {
  Ecard ecard;
  soci::statement select = (sql.prepare << std::string(kColumns) + "aac002 = :owner ORDER BY sign_no",
                            soci::use(number), soci::into(ecard.signNo), soci::into(ecard.owner),
                            soci::into(ecard.cardId), soci::into(ecard.state), soci::into(ecard.triesLeft));
  std::vector<Ecard> found;
  select.execute();
  while (select.fetch())
    found.push_back(ecard);
  return found;
}

Answered<void> checkEcard(soci::session& sql, const Ecard& ecard) {
  const auto card = findCard(sql, ecard.cardId);
  const auto person = findPerson(sql, ecard.owner);
  if (!card || !person || person->dead || ecard.state != "ISSUED" || card->aaz502 != "1")
    return refuse(ErrorCode::codeCardState);
  return {};
}

Answered<std::string> makePhoneCodeFor(const Services& services, soci::session& sql,
                                       const std::string& signNo, const std::string& purpose) {
  const auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(sql, *ecard); !fit) return tl::unexpected(fit.error());
  const auto token = wire::randomBase32(kTokenSymbols, services.random);
  if (!token) return refuse(ErrorCode::storage);
  const long long now = toStored(services.clock.now()), until = now + kTokenLasts, old = now + kGraceOfOld;
  sql << "UPDATE phone_tokens SET until = :old WHERE sign_no = :sign AND until > :old2", soci::use(old),
      soci::use(signNo), soci::use(old);
  sql << "INSERT INTO phone_tokens (token, sign_no, purpose, until) VALUES (:token, :sign, :purpose, :until)",
      soci::use(*token), soci::use(signNo), soci::use(purpose), soci::use(until);
  const auto minute = static_cast<std::uint32_t>(now / 60'000);
  auto text = wire::makePhoneCode(services.keys.phoneCode, kPhoneKeyId, *token, minute);
  if (!text) return refuse(ErrorCode::storage);
  return std::move(*text);
}

Answered<std::string> checkPassword(const Services& services, soci::session& sql, const std::string& signNo,
                                    const crypto::SecretBytes& digits) {
  // Entries at the same time come one after the other: each is counted.
  sql << "UPDATE ecards SET password_tries = password_tries WHERE sign_no = :sign", soci::use(signNo);
  const auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (ecard->state != "ISSUED") return refuse(ErrorCode::codeCardState);
  const auto fits = passwordFits(services, sql, signNo, digits);
  if (!fits) return tl::unexpected(fits.error());
  if (!*fits) {
    sql << "UPDATE ecards SET password_tries = password_tries - 1, "
           "state = CASE WHEN password_tries <= 1 THEN 'SUSPENDED' ELSE state END WHERE sign_no = :sign",
        soci::use(signNo);
    if (ecard->triesLeft <= 1) {
      endUsesOfEcard(sql, signNo, toStored(services.clock.now()));
      return refuseAndKeep(ErrorCode::codeCardState);
    }
    return refuseAndKeep(ErrorCode::pinWrong, static_cast<unsigned>(ecard->triesLeft - 1));
  }
  auto busiSeq = randomId(services.random, kIdBytes);
  if (!busiSeq) return busiSeq;
  const long long until = toStored(services.clock.now()) + kProofLasts;
  const std::string action(kPasswordChecked);
  sql << "UPDATE ecards SET password_tries = 5 WHERE sign_no = :sign", soci::use(signNo);
  sql << "INSERT INTO proofs (busi_seq, sign_no, action, until) VALUES (:seq, :sign, :action, :until)",
      soci::use(*busiSeq), soci::use(signNo), soci::use(action), soci::use(until);
  if (auto noted = noteAction(services, sql, signNo, action); !noted) return tl::unexpected(noted.error());
  return busiSeq;
}

Answered<void> noteAction(const Services& services, soci::session& sql, const std::string& signNo,
                          const std::string& action) {
  auto id = randomId(services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = toStored(services.clock.now());
  sql << "INSERT INTO ecard_actions (id, sign_no, action, at) VALUES (:id, :sign, :action, :at)",
      soci::use(*id), soci::use(signNo), soci::use(action), soci::use(now);
  return {};
}

}  // namespace ssc::center
