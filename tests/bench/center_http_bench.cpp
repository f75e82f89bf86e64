// What mutual TLS costs: the same signed message to the same handler of one center over mutual TLS and over
// plain HTTP, in turns; and full handshakes a second. JSON figures.
//
//   ssc_center_http_bench STATE ROUNDS PLAN      STATE: folder of a center that does not serve; PLAN: see
//   center_load.cpp
#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "center/gate/gate.hpp"
#include "center/http/server.hpp"
#include "center/program/center.hpp"
#include "tests/bench/bench_terminal.hpp"
#include "tests/bench/quantile.hpp"
#include "wire/office/fleet.hpp"

namespace {

using namespace ssc;
using namespace ssc::bench;

constexpr const char* kHost = "127.0.0.1";

/// The center's terminals' listener, and one without TLS that takes the terminal's certificate for granted.
class Center {
 public:
  Center(const center::StateFolder& folder, const crypto::CertificateFingerprint& terminal)
      : center_(need(center::Center::open(folder), "center")),
        log_(center::Log::toNowhere()),
        gate_(center_->services(), *log_),
        tls_(listen(folder, center::Security::mutualTls, {})),
        plain_(listen(folder, center::Security::plain, terminal)) {
    for (int i = 0; i < 2; ++i)
      threads_.emplace_back([this] { io_.run(); });
  }
  Center(const Center&) = delete;
  Center& operator=(const Center&) = delete;
  ~Center() {
    tls_->stop();
    plain_->stop();
    workers_.join();
    io_.stop();
  }

  [[nodiscard]] std::uint16_t tlsPort() const { return tls_->port(); }
  [[nodiscard]] std::uint16_t plainPort() const { return plain_->port(); }

 private:
  std::unique_ptr<center::HttpServer> listen(const center::StateFolder& folder, center::Security security,
                                             std::optional<crypto::CertificateFingerprint> granted) {
    center::ListenerSettings settings;
    settings.address = kHost;
    settings.security = security;
    settings.files = folder.tlsFiles();
    return need(center::HttpServer::start(io_, workers_, settings,
                                          [this, granted](const center::HttpRequest& request) {
                                            if (!granted) return gate_.handle(request);
                                            center::HttpRequest known = request;
                                            known.peer = granted;
                                            return gate_.handle(known);
                                          }),
                "listener");
  }

  std::unique_ptr<center::Center> center_;
  std::unique_ptr<center::Log> log_;
  center::Gate gate_;
  boost::asio::io_context io_;
  boost::asio::thread_pool workers_{4};
  std::unique_ptr<center::HttpServer> tls_, plain_;
  std::vector<std::jthread> threads_;
};

Post postPlainly(std::uint16_t port) {
  const auto connection = std::make_shared<HttpConnection>(port);
  return [connection](const std::string& envelope) { return connection->post("/office/1", envelope); };
}

double once(Terminal& terminal) {
  Times times;
  terminal.ask(wire::office::Heartbeat{"ONLINE", false, 0, 0}, terminal.newMsgid(), &times);
  return times.begin()->second.front();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return quantile(times, 0.5);
}

/// A connection from nothing to the first byte of an answer: that proves that the center has taken our
/// certificate, since TLS 1.3 lets the client go on before.
void shakeHands(const TlsClient& client, std::uint16_t port) {
  if (HttpConnection(client, port).firstByte() != 'H') giveUp("handshake");
}

double handshakesASecond(const TlsClient& client, std::uint16_t port) {
  constexpr int kClients = 4;
  constexpr std::chrono::seconds kLength{5};
  std::atomic<int> done{0};
  const auto end = Clock::now() + kLength;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kClients; ++i)
      threads.emplace_back([&] {
        for (; Clock::now() < end; ++done)
          shakeHands(client, port);
      });
  }
  return done / std::chrono::duration<double>(kLength).count();
}

crypto::CertificateFingerprint fingerprintOf(const json& own) {
  std::ifstream file(text(own, "certificate"));
  const std::string pem((std::istreambuf_iterator<char>(file)), {});
  return need(crypto::factsOf(std::string_view(pem)), "certificate").fingerprint;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int rounds = std::atoi(argv[2]);
  std::ifstream file(argv[3]);
  json plan = json::parse(file);
  const json own = plan.at("terminals").at(0), other = plan.at("terminals").at(1);
  Center center(center::StateFolder(argv[1]), fingerprintOf(other));
  plan["url"] = "https://127.0.0.1:" + std::to_string(center.tlsPort());
  Terminal byTls(plan, own, postByTls(plan, own)), plainly(plan, other, postPlainly(center.plainPort()));
  std::vector<double> tls, plain;
  for (int i = -rounds / 10; i < rounds; ++i) {
    const double there = once(byTls), bare = once(plainly);
    if (i < 0) continue;  // warming up
    tls.push_back(there);
    plain.push_back(bare);
  }
  const double handshakes = handshakesASecond(clientOf(plan, own), center.tlsPort());
  const json figures{
      {"rounds", rounds}, {"tls", median(tls)}, {"plain", median(plain)}, {"handshakes", handshakes}};
  std::puts(figures.dump().c_str());
}
