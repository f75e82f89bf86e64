#include "center/web/web.hpp"

#include <algorithm>
#include <array>

#include "center/gate/rate_limiter.hpp"
#include "center/web/pages.hpp"

namespace ssc::center {

namespace {

using namespace web;

constexpr unsigned kRequestsPerSecond = 20, kBurst = 200;
constexpr std::string_view kToken = "/platform/token", kLoginFolder = "/web/login/";
constexpr std::size_t kMostTarget = 2048, kMostForm = 4096;

struct Route {
  std::string_view method, path;
  HttpAnswer (*answer)(const Context&, const Request&);
};
constexpr std::array kRoutes{
    Route{"GET", "/web", homePage},
    Route{"GET", "/web/cases", casesPage},
    Route{"POST", "/web/logout", signOut},
    Route{"GET", "/web/login", signInPage},
    Route{"POST", "/web/login", beginSignIn},
    Route{"POST", "/web/login/again", beginSignIn},
    Route{"POST", "/web/login/cancel", web::cancelSignIn},
    Route{"GET", "/web/check", checkPage},
    Route{"POST", "/web/check", checkPage},
    Route{"GET", "/web/authorize", authorisePage},
    Route{"POST", "/web/authorize", authorisePage},
    Route{"GET", "/web/consent", consentPage},
    Route{"POST", "/web/consent", consentPage},
};

HttpAnswer tooOften() {
  return {429, "text/plain; charset=utf-8", "请稍候再试。 Please wait a little.\n", {{"Retry-After", "5"}}};
}

HttpAnswer assetAnswer(const Asset& asset) {
  return {200,
          std::string(asset.type),
          std::string(asset.content),
          {{"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "max-age=3600"}}};
}

HttpAnswer routed(const Context& at, const Request& request) {
  for (const Asset& asset : kAssets) {
    if (asset.path == request.path && request.http.method == "GET") return assetAnswer(asset);
  }
  for (const Route& route : kRoutes) {
    if (route.path == request.path && route.method == request.http.method) return route.answer(at, request);
  }
  if (request.path == "/web/") return redirectTo(request.link("/web"));
  if (request.path.starts_with(kLoginFolder)) return signInPart(at, request);
  return notice(request, 404, Say::trouble, say(request.language, Say::notFound));
}

}  // namespace

Web::Web(const Services& services, Log& log)
    : services_(services), log_(log), limiter_(std::make_unique<RateLimiter>(kRequestsPerSecond, kBurst)) {}

Web::~Web() = default;

bool Web::serves(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  return path == "/web" || path.starts_with("/web/") || path == kToken;
}

HttpAnswer Web::answer(const HttpRequest& http) {
  if (!limiter_->take(http.remote, services_.clock.now())) return tooOften();
  return answerWithin(http);
}

HttpAnswer Web::answerWithin(const HttpRequest& http) {
  const Context at{services_, log_};
  const bool isToken = http.target == kToken;
  if (isToken && http.method == "POST") return exchangeForPlatform(at, http);
  const auto request =
      http.target.size() <= kMostTarget && http.body.size() <= kMostForm ? readRequest(http) : std::nullopt;
  if (request && !isToken) return routed(at, *request);
  const Request without{http, "/web", {}, {}, {}};
  return notice(without, isToken ? 404 : 400, Say::trouble,
                say(without.language, isToken ? Say::notFound : Say::badRequest));
}

}  // namespace ssc::center
