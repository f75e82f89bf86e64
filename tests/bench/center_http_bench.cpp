// What mutual TLS costs: the same signed message to the same handler of one center over mutual TLS and over
// plain HTTP, in turns; and full handshakes a second. JSON figures.
//
//   ssc_center_http_bench STATE ROUNDS PLAN      STATE: folder of a center that does not serve; PLAN: see
//   center_load.cpp
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <httplib.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

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
  auto client = std::make_shared<httplib::Client>(kHost, port);
  client->set_keep_alive(true);
  client->set_tcp_nodelay(true);
  return [client](const std::string& envelope) {
    auto answer = client->Post("/office/1", envelope, "application/json");
    if (!answer || answer->status != 200) giveUp("no answer over plain HTTP");
    return answer->body;
  };
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

/// TLS settings of the client, read once.
struct Client {
  explicit Client(const json& plan, const json& own)
      : context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    if (SSL_CTX_load_verify_file(context.get(), text(plan, "authority").c_str()) != 1 ||
        SSL_CTX_use_certificate_chain_file(context.get(), text(own, "certificate").c_str()) != 1 ||
        SSL_CTX_use_PrivateKey_file(context.get(), text(own, "key").c_str(), SSL_FILETYPE_PEM) != 1)
      giveUp("certificates");
  }
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context;
};

/// A connection from nothing to the first byte of the center's own message behind the handshake, both
/// certificates checked.
void shakeHands(const Client& client, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, kHost, &address.sin_addr);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) giveUp("connect");
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(client.context.get()), SSL_free);
  SSL_set_fd(ssl.get(), fd);
  // An answer proves that the center has taken our certificate: TLS 1.3 lets the client go on before that.
  constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  char byte = 0;
  if (SSL_connect(ssl.get()) != 1 || SSL_session_reused(ssl.get()) != 0 ||
      SSL_write(ssl.get(), kRequest.data(), static_cast<int>(kRequest.size())) <= 0 ||
      SSL_read(ssl.get(), &byte, 1) != 1)
    giveUp("handshake");
  ::close(fd);
}

double handshakesASecond(const Client& client, std::uint16_t port) {
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
  const double handshakes = handshakesASecond(Client(plan, own), center.tlsPort());
  const json figures{
      {"rounds", rounds}, {"tls", median(tls)}, {"plain", median(plain)}, {"handshakes", handshakes}};
  std::puts(figures.dump().c_str());
}
