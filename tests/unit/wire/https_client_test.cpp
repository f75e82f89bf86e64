// The HTTPS client against a service of the test: without a certificate of ours, and within a call's limits.
#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "crypto/tls_certificate.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/https/client.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using crypto::TlsRole;
using https::Fault;
using Clock = std::chrono::steady_clock;

namespace {

/// TLS that asks for no certificate and looks at none.
class Service {
 public:
  Service() {
    crypto::SystemRandom random;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const crypto::Validity validity{now - 1h, now + 1h};
    const auto authority = crypto::TlsAuthority::create("TEST authority", validity, random).value();
    const auto key = crypto::makeTlsKey().value();
    const auto certificate = authority.issue({"TEST service", TlsRole::server, {"127.0.0.1"}, validity},
                                             crypto::tlsPublicKeyOf(key).value(), random);
    (void)folder_.write("ca.pem", authority.certificatePem());
    (void)folder_.write("service.pem", certificate.value());
    (void)folder_.write("service.key", test::textOf(key));
    server_ = std::make_unique<httplib::SSLServer>(file("service.pem").c_str(), file("service.key").c_str());
    server_->set_keep_alive_max_count(1000);
    server_->Post("/echo", [this](const httplib::Request& request, httplib::Response& response) {
      ++requests;
      ports.insert(request.remote_port);
      response.set_content(request.body, "application/json");
    });
    server_->Post("/slow", [this](const httplib::Request&, httplib::Response& response) {
      for (int i = 0; i < 200 && !ends_; ++i)
        std::this_thread::sleep_for(10ms);
      response.set_content("{}", "application/json");
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running())
      std::this_thread::sleep_for(1ms);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    ends_ = true;
    server_->stop();
    thread_.join();
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] https::Settings settings() const {
    https::Settings settings;
    settings.endpoint = {"127.0.0.1", static_cast<std::uint16_t>(port_)};
    settings.authority = file("ca.pem");
    return settings;
  }

  std::atomic<int> requests{0};
  std::set<int> ports;  ///< of the connections; looked at when nobody calls

 private:
  test::TemporaryFolder folder_;
  std::unique_ptr<httplib::SSLServer> server_;
  int port_ = 0;
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

/// A port whose connections are accepted by the system and looked at by nobody, as when a service hangs.
/// `answer`: what it says instead of TLS.
class OtherPort {
 public:
  explicit OtherPort(std::string answer = {}) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE_EQ(::bind(socket_, generic, size), 0);
    REQUIRE_EQ(::listen(socket_, 8), 0);
    REQUIRE_EQ(::getsockname(socket_, generic, &size), 0);
    number = ::ntohs(address.sin_port);
    if (!answer.empty()) thread_ = std::thread([this, answer] { say(answer); });
  }
  OtherPort(const OtherPort&) = delete;
  OtherPort& operator=(const OtherPort&) = delete;
  ~OtherPort() {
    if (thread_.joinable()) thread_.join();
    ::close(socket_);
  }
  std::uint16_t number = 0;

 private:
  void say(const std::string& answer) const {
    const int peer = ::accept(socket_, nullptr, nullptr);
    std::array<char, 4096> hello{};
    (void)::recv(peer, hello.data(), hello.size(), 0);
    (void)::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
    ::close(peer);
  }

  int socket_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a service that hangs is not reached; one that answers without TLS is not trusted") {
  const Service service;
  auto settings = service.settings();
  settings.connectLimit = 300ms;
  const OtherPort silent;
  settings.endpoint.port = silent.number;
  CHECK(https::Client(settings).post("/echo", crypto::bytesOf("{}")).error().fault == Fault::noConnection);
  const OtherPort plain("HTTP/1.1 200 OK\r\n\r\n");
  settings.endpoint.port = plain.number;
  CHECK(https::Client(settings).post("/echo", crypto::bytesOf("{}")).error().fault == Fault::notTrusted);
  settings.endpoint.port = service.settings().endpoint.port;
  CHECK(https::Client(settings).post("/echo", crypto::bytesOf("{}")).has_value());
}

TEST_CASE("without certificate and key the service's own certificate is enough") {
  Service service;
  https::Client client(service.settings());
  const auto answer = client.post("/echo", crypto::bytesOf("{}"));
  REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().what));
  CHECK_EQ(answer->status, 200);
  CHECK_EQ(test::textOf(answer->body), "{}");
}

TEST_CASE("a certificate without its key, a key without its certificate, no authority: nothing is sent") {
  Service service;
  for (auto change :
       {+[](https::Settings& s) { s.certificate = s.authority; },
        +[](https::Settings& s) { s.key = s.authority; }, +[](https::Settings& s) { s.authority.clear(); }}) {
    auto settings = service.settings();
    change(settings);
    const auto answer = https::Client(settings).post("/echo", crypto::bytesOf("{}"));
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().fault == Fault::badFiles);
  }
  CHECK_EQ(service.requests, 0);
}

TEST_CASE("a call has limits of its own") {
  Service service;
  https::Client client(service.settings());
  const auto begin = Clock::now();
  const auto late = client.post("/slow", crypto::bytesOf("{}"), {1s, 200ms, {}});
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().fault == Fault::tooLate);
  CHECK(Clock::now() - begin < 1s);
  CHECK(client.post("/echo", crypto::bytesOf("{}"), {1s, 5s, {}}).has_value());
}

TEST_CASE("a stop of one call leaves the next one alone") {
  Service service;
  https::Client client(service.settings());
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  const auto cancelled = client.post("/slow", crypto::bytesOf("{}"), {1s, 10s, stop.get_token()});
  REQUIRE_FALSE(cancelled.has_value());
  CHECK(cancelled.error().fault == Fault::cancelled);
  CHECK(client.post("/echo", crypto::bytesOf("{}")).has_value());
}

TEST_CASE("a connection is kept, and not used again after it rested too long") {
  Service service;
  auto settings = service.settings();
  https::Client keeps(settings);
  REQUIRE(keeps.post("/echo", crypto::bytesOf("{}")).has_value());
  REQUIRE(keeps.post("/echo", crypto::bytesOf("{}")).has_value());
  CHECK_EQ(service.ports.size(), 1);
  settings.restLimit = 0ms;
  https::Client renews(settings);
  REQUIRE(renews.post("/echo", crypto::bytesOf("{}")).has_value());
  std::this_thread::sleep_for(2ms);
  REQUIRE(renews.post("/echo", crypto::bytesOf("{}")).has_value());
  CHECK_EQ(service.ports.size(), 3);
}
