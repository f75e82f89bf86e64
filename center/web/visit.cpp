#include "center/web/visit.hpp"

#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kCookieBytes = 16, kCookieDigits = 2 * kCookieBytes;

std::int64_t endOf(const Services& services) {
  return toStored(services.clock.now() + kVisitLasts);
}

void forgetOld(soci::session& sql, long long now) {
  sql << "DELETE FROM web_visits WHERE until < :now", soci::use(now);
}

Answered<void> checkHolder(soci::session& sql, const std::string& signNo) {
  const auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  return checkEcard(sql, *ecard);
}

}  // namespace

std::string digestOf(std::string_view text) {
  const auto digest = crypto::sm3(crypto::bytesOf(text));
  return digest ? crypto::toHex(*digest) : std::string();
}

std::string pageNumber(const Services& services) {
  return "WEB-" + services.rules.area;
}

Answered<std::string> openVisit(const Services& services, soci::session& sql, Visit visit) {
  auto cookie = randomId(services.random, kCookieBytes);
  if (!cookie) return cookie;
  visit.cookieHash = digestOf(*cookie);
  if (visit.cookieHash.empty()) return refuse(ErrorCode::storage);
  const long long until = endOf(services);
  forgetOld(sql, toStored(services.clock.now()));
  sql << "INSERT INTO web_visits (cookie_hash, login_id, session_id, client_id, redirect, client_state, "
         "fields, "
         "until) VALUES (:cookie, :login, :session, :client, :redirect, :state, :fields, :until)",
      soci::use(visit.cookieHash), soci::use(visit.loginId), soci::use(visit.sessionId),
      soci::use(visit.clientId), soci::use(visit.redirect), soci::use(visit.state), soci::use(visit.fields),
      soci::use(until);
  return cookie;
}

std::optional<Visit> findVisit(const Services& services, soci::session& sql, const std::string& cookie) {
  if (cookie.size() != kCookieDigits) return std::nullopt;
  Visit visit;
  visit.cookieHash = digestOf(cookie);
  const long long now = toStored(services.clock.now());
  sql << "SELECT login_id, session_id, client_id, redirect, client_state, fields FROM web_visits "
         "WHERE cookie_hash = :cookie AND until > :now",
      soci::use(visit.cookieHash), soci::use(now), soci::into(visit.loginId), soci::into(visit.sessionId),
      soci::into(visit.clientId), soci::into(visit.redirect), soci::into(visit.state),
      soci::into(visit.fields);
  return sql.got_data() ? std::optional(visit) : std::nullopt;
}

void closeVisit(soci::session& sql, const Visit& visit) {
  sql << "DELETE FROM web_visits WHERE cookie_hash = :cookie", soci::use(visit.cookieHash);
}

std::string formToken(const std::string& cookie) {
  return cookie.empty() ? std::string() : digestOf("ssc web: form|" + cookie).substr(0, kCookieDigits);
}

bool isFormToken(const std::string& cookie, std::string_view token) {
  const std::string expected = formToken(cookie);
  const auto view = [](std::string_view text) { return crypto::bytesOf(text); };
  return !expected.empty() && crypto::equalInConstantTime(view(expected), view(token));
}

Answered<std::string> collectSignIn(const Services& services, soci::session& sql, const Visit& visit,
                                    const Login& login) {
  const auto ecard = findEcard(sql, login.signNo);
  if (!ecard || login.busiSeq.empty()) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(sql, *ecard); !fit) return tl::unexpected(fit.error());
  if (!useUpLogin(sql, login.id)) return refuse(ErrorCode::codeUsed);
  auto id = randomId(services.random, kCookieBytes);
  if (!id) return id;
  const std::string devNo = pageNumber(services);
  const int level = kIdentified;
  const long long now = toStored(services.clock.now()), until = endOf(services);
  sql << "INSERT INTO sessions (session_id, dev_no, presenter, subject, level, way, aaz501, sign_no, "
         "service, "
         "started, until) VALUES (:id, :dev, :presenter, :subject, :level, 'code', :card, :sign, :service, "
         ":now, "
         ":until)",
      soci::use(*id), soci::use(devNo), soci::use(ecard->owner), soci::use(ecard->owner), soci::use(level),
      soci::use(ecard->cardId), soci::use(ecard->signNo), soci::use(login.service), soci::use(now),
      soci::use(until);
  closeVisit(sql, visit);
  Visit next = visit;
  next.loginId.clear();
  next.sessionId = std::move(*id);
  return openVisit(services, sql, std::move(next));
}

Answered<PageSession> requireSession(const Services& services, soci::session& sql, const Visit& visit) {
  PageSession session;
  const long long now = toStored(services.clock.now());
  sql << "SELECT session_id, subject, sign_no FROM sessions WHERE session_id = :id AND ended = 0 AND until > "
         ":now",
      soci::use(visit.sessionId), soci::use(now), soci::into(session.id), soci::into(session.subject),
      soci::into(session.signNo);
  if (!sql.got_data()) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkHolder(sql, session.signNo); !fit) return tl::unexpected(fit.error());
  return session;
}

Answered<void> noteAccess(const Services& services, soci::session& sql, const PageSession& session,
                          const std::string& infno, const std::string& item) {
  return center::noteAccess(
      services, sql, {pageNumber(services), session.id, session.subject, session.subject, infno, item});
}

}  // namespace ssc::center::web
