#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <sys/resource.h>
#include <thread>

#include "center/files/files.hpp"
#include "center/gateway/gateway.hpp"
#include "center/http/server.hpp"
#include "center/program/center.hpp"
#include "center/program/health.hpp"
#include "center/web/web.hpp"
#include "wire/gateway.hpp"
#include "wire/office/file_message.hpp"

namespace ssc::center {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kGrace{3};  // for what is under way at the end
constexpr std::chrono::minutes kForgetEvery{60};
constexpr unsigned kIoThreads = 2;

std::optional<ListenerSettings> listenerAt(std::string_view place) {
  const auto colon = place.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  ListenerSettings settings;
  settings.address = std::string(place.substr(0, colon));
  if (settings.address.starts_with('[') && settings.address.ends_with(']'))
    settings.address = settings.address.substr(1, settings.address.size() - 2);
  const auto port = place.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), settings.port);
  if (error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  return settings;
}

HttpAnswer notFound() {
  return {404, "text/plain; charset=utf-8", "not found", {}};
}

/// The three listeners and what each of them answers.
class Front {
 public:
  Front(const Services& services, Log& log)
      : services_(services), gate_(services, log), web_(services, log), health_(services) {}

  HttpAnswer terminals(const HttpRequest& request) {
    if (request.method != "POST") return notFound();
    if (request.target == "/office/1") return gate_.handle(request);
    if (request.target == wire::office::kFilePath) return gate_.handleWithFile(request);
    if (request.target == "/office/1/peer") return answerPeer(services_, request);
    return notFound();
  }
  HttpAnswer open(const HttpRequest& request) {
    if (request.method == "POST" && request.target == "/office/1/register")
      return gate_.handleRegistration(request);
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    if (path == wire::gateway::kPath) return answerGateway(services_, request);
    if (Web::serves(request.target)) return web_.answer(request);
    if (request.target == "/healthz") return health_.answer();
    return notFound();
  }
  HttpAnswer tools(const HttpRequest& request) {
    if (request.target == "/healthz") return health_.answer();
    if (request.target == "/metrics") return {200, "text/plain; version=0.0.4", services_.metrics.text(), {}};
    return notFound();
  }

 private:
  const Services& services_;
  Gate gate_;
  Web web_;
  Health health_;
};

using Servers = std::vector<std::unique_ptr<HttpServer>>;

struct Listener {
  const char* name;
  std::string place;
  Security security;
  HttpAnswer (Front::*answer)(const HttpRequest&);
};

Loaded<Servers> listen(asio::io_context& io, asio::thread_pool& workers, const StateFolder& folder,
                       const ServePlan& plan, Front& front) {
  const std::array listeners{Listener{"terminals", plan.terminals, Security::mutualTls, &Front::terminals},
                             Listener{"open", plan.open, Security::tls, &Front::open},
                             Listener{"tools", plan.tools, Security::plain, &Front::tools}};
  Servers servers;
  for (const Listener& each : listeners) {
    auto settings = listenerAt(each.place);
    if (!settings) return tl::unexpected(std::string(each.name) + ": " + each.place + " is not address:port");
    settings->name = each.name;
    settings->security = each.security;
    settings->files = folder.tlsFiles();
    if (each.security == Security::mutualTls) {  // only whom we know may send much
      settings->largePath = wire::office::kFilePath;
      settings->maxLargeBody = wire::office::kMaxEnvelope + 1 + wire::office::kMostFile;
    }
    const auto answer = each.answer;
    auto server = HttpServer::start(io, workers, *settings, [&front, answer](const HttpRequest& request) {
      return (front.*answer)(request);
    });
    if (!server) return tl::unexpected(std::string(each.name) + ": " + server.error());
    servers.push_back(std::move(*server));
  }
  return servers;
}

void sayReady(const Servers& servers) {
  std::printf("ready terminals=%u open=%u tools=%u\n", servers[0]->port(), servers[1]->port(),
              servers[2]->port());
  std::fflush(stdout);
}

/// Forgets old answers now and then, and keeps the figures of the listeners.
class Keeper {
 public:
  Keeper(asio::io_context& io, const Services& services, const Servers& servers, Log& log)
      : timer_(io), services_(services), servers_(servers), log_(log) {
    tick();
  }

 private:
  void tick() {
    constexpr std::array kNames{"terminals", "open", "tools"};
    for (std::size_t i = 0; i < servers_.size(); ++i)
      services_.metrics.setConnections(kNames[i], servers_[i]->counts().open.load());
    if (const auto now = std::chrono::steady_clock::now(); now >= nextForget_) {
      nextForget_ = now + kForgetEvery;
      forget();
    }
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error) tick();
    });
  }
  void forget() {
    const auto now = toStored(services_.clock.now());
    const auto done = services_.store.write(
        Durability::quick, [&](soci::session& sql) { return forgetOld(sql, now) + forgetFiles(sql, now); });
    if (!done) log_.note(Log::Level::warning, "old answers not forgotten", done.error().what);
  }

  asio::steady_timer timer_;
  const Services& services_;
  const Servers& servers_;
  Log& log_;
  std::chrono::steady_clock::time_point nextForget_ = std::chrono::steady_clock::now() + kForgetEvery;
};

/// Each connection is a descriptor; many systems begin with 1024.
void allowManyConnections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Loaded<void> serve(const StateFolder& folder, const ServePlan& plan, const std::stop_token& stop) {
  allowManyConnections();
  auto center = Center::open(folder);
  if (!center) return tl::unexpected(center.error());
  if (auto bundled = folder.bundleAuthorities(); !bundled) return bundled;
  const auto log = plan.log.empty() ? Log::toStandardError() : Log::toFile(plan.log);
  const Services& services = (*center)->services();
  Front front(services, *log);
  asio::io_context io;
  asio::thread_pool workers((*center)->settings().workers);
  auto servers = listen(io, workers, folder, plan, front);
  if (!servers) return tl::unexpected(servers.error());
  {
    const Keeper keeper(io, services, *servers, *log);
    std::vector<std::jthread> threads;
    threads.reserve(kIoThreads);
    for (unsigned i = 0; i < kIoThreads; ++i)
      threads.emplace_back([&io] { io.run(); });
    sayReady(*servers);
    log->note(Log::Level::info, "serving", services.rules.area);
    std::mutex mutex;
    std::condition_variable_any wake;
    {
      std::unique_lock lock(mutex);
      wake.wait(lock, stop, [] { return false; });
    }
    log->note(Log::Level::info, "stopping");
    for (const auto& server : *servers)
      server->stop();
    const auto end = std::chrono::steady_clock::now() + kGrace;
    const auto busy = [&] {
      return std::any_of(servers->begin(), servers->end(),
                         [](const auto& server) { return server->counts().waiting.load() > 0; });
    };
    while (busy() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // the last answers leave
    workers.join();
    io.stop();
  }
  return {};
}

}  // namespace ssc::center
