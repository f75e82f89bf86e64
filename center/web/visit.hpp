// A browser that the page knows by its cookie, and the session it may hold. The cookie is 128 random bits;
// the database has its SM3 only. Whoever signs in gets a new cookie: one that was planted before is worth
// nothing.
#pragma once

#include <optional>
#include <soci/soci.h>
#include <string>

#include "center/gate/services.hpp"
#include "center/identity/logins.hpp"

namespace ssc::center::web {

inline constexpr std::chrono::minutes kVisitLasts{30};

/// What is kept of cookies, codes and secrets: SM3, hexadecimal. Empty: there is none now.
std::string digestOf(std::string_view text);

/// Stands in sessions and logins where a terminal's number stands.
std::string pageNumber(const Services& services);

struct Visit {
  std::string cookieHash;
  std::string loginId, sessionId;                 ///< empty: none
  std::string clientId, redirect, state, fields;  ///< of the platform the citizen came from; empty: none
};

/// The cookie's value.
Answered<std::string> openVisit(const Services& services, soci::session& sql, Visit visit);
std::optional<Visit> findVisit(const Services& services, soci::session& sql, const std::string& cookie);
void closeVisit(soci::session& sql, const Visit& visit);
/// For forms of a visit: nobody else can know it.
std::string formToken(const std::string& cookie);
bool isFormToken(const std::string& cookie, std::string_view token);

struct PageSession {
  std::string id, subject, signNo;
};
/// The holder confirmed on the phone: the login is used up, a session opens, and the browser gets a new
/// cookie. Everything that would keep a card from signing in keeps it from this too.
Answered<std::string> collectSignIn(const Services& services, soci::session& sql, const Visit& visit,
                                    const Login& login);
/// 2302 where nobody is signed in, or no longer; 2104 to 2108, 2205 where card or e-card may not be used any
/// more.
Answered<PageSession> requireSession(const Services& services, soci::session& sql, const Visit& visit);
Answered<void> noteAccess(const Services& services, soci::session& sql, const PageSession& session,
                          const std::string& infno, const std::string& item);

}  // namespace ssc::center::web
