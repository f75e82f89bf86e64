// Internal: the pages, one function each.
#pragma once

#include "center/gate/log.hpp"
#include "center/web/page.hpp"
#include "center/web/visit.hpp"

namespace ssc::center::web {

struct Context {
  const Services& services;
  Log& log;
};

/// Work on the database whose failures are refusals too.
template <class Work>
auto reading(const Context& at, Work&& work) -> std::invoke_result_t<Work, soci::session&> {
  auto done = at.services.store.read(std::forward<Work>(work));
  if (!done) return tl::unexpected(refusalOf(done.error()));
  return std::move(*done);
}
template <class Work>
auto writing(const Context& at, Durability durability, Work&& work)
    -> std::invoke_result_t<Work, soci::session&> {
  auto done = at.services.store.write(durability, std::forward<Work>(work));
  if (!done) return tl::unexpected(refusalOf(done.error()));
  return std::move(*done);
}

HttpAnswer homePage(const Context& at, const Request& request);
HttpAnswer casesPage(const Context& at, const Request& request);
HttpAnswer signOut(const Context& at, const Request& request);

HttpAnswer beginSignIn(const Context& at, const Request& request);
HttpAnswer signInPage(const Context& at, const Request& request);
HttpAnswer cancelSignIn(const Context& at, const Request& request);
/// /web/login/<login>/<part>: its picture, its state.
HttpAnswer signInPart(const Context& at, const Request& request);
/// For another platform: `visit` holds which. `service`: what the phone shows.
HttpAnswer beginSignInFor(const Context& at, const Request& request, Visit visit, const std::string& service);

HttpAnswer checkPage(const Context& at, const Request& request);

HttpAnswer authorisePage(const Context& at, const Request& request);
HttpAnswer consentPage(const Context& at, const Request& request);
/// POST /platform/token
HttpAnswer exchangeForPlatform(const Context& at, const HttpRequest& http);

}  // namespace ssc::center::web
