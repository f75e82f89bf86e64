#include "keys-sim/hsm/hsm_service.hpp"

#include <charconv>
#include <httplib.h>
#include <sys/socket.h>

#include "keys-sim/hsm/open_connections.hpp"
#include "keys-sim/hsm/server_certificates.hpp"

namespace ssc::sim {
namespace {

constexpr std::chrono::seconds kTransferLimit{2};  // for each read and write, the TLS handshake included
constexpr time_t kKeepAliveSeconds = 60;
constexpr std::size_t kMaxRequests = 100'000;  // over one connection
constexpr std::size_t kMaxWorkers = 16;
constexpr auto kJson = "application/json";

// The library's own choice is SO_REUSEPORT: two services could share a port and answer by turns.
void mayFollowSoon(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void setText(httplib::Response& response, int status, const crypto::SecretBytes& text) {
  response.status = status;
  response.set_content(std::string(text.reveal().begin(), text.reveal().end()), kJson);
}

void setError(httplib::Response& response, const wire::hsm::Error& error) {
  setText(response, wire::hsm::rowOf(error.code).status, wire::hsm::encode(error));
}

// The library sends the header and then finds that nothing follows: it cuts the connection.
void setBrokenOff(httplib::Response& response) {
  constexpr std::size_t kPromised = 1000;
  response.set_content_provider(kPromised, kJson,
                                [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
}

// The answer of a mode that is no answer.
void setFault(httplib::Response& response, AnswerMode mode) {
  constexpr std::size_t kFarTooLong = 1'000'000;
  response.status = 200;
  if (mode == AnswerMode::close) return setBrokenOff(response);
  if (mode == AnswerMode::nonsense) return response.set_content("<html>It works!</html>", "text/html");
  if (mode == AnswerMode::other) return response.set_content(R"({"temperature":21})", kJson);
  response.set_content(std::string(kFarTooLong, ' '), kJson);
}

template <class Request>
const wire::hsm::CardKey* keyOf(const Request& request) {
  if constexpr (requires { request.facts; }) {
    return &request.facts.key;
  } else if constexpr (requires { request.key; }) {
    return &request.key;
  } else {
    return nullptr;
  }
}

}  // namespace

std::optional<HsmAddress> loopbackAddress(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  HsmAddress address{std::string(text.substr(0, colon))};
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  constexpr int kLastPort = 65535;
  if (fault != std::errc() || end != digits.data() + digits.size() || address.port < 0 ||
      address.port > kLastPort)
    return std::nullopt;
  if (address.host == "[::1]") address.host = "::1";
  const bool here = address.host == "127.0.0.1" || address.host == "localhost" || address.host == "::1";
  return here ? std::optional(std::move(address)) : std::nullopt;
}

class HsmService::Server {
 public:
  Server(HsmModule& module, HsmFaults& faults, ServerCertificates certificates, const std::string& authority)
      : module_(module),
        faults_(faults),
        certificates_(std::move(certificates)),
        http_([&](SSL_CTX& context) { return setUpTls(context, authority); }) {
    http_.set_payload_max_length(wire::hsm::kMaxMessage);
    http_.set_read_timeout(kTransferLimit);
    http_.set_write_timeout(kTransferLimit);
    http_.set_keep_alive_timeout(kKeepAliveSeconds);
    http_.set_keep_alive_max_count(kMaxRequests);
    http_.set_tcp_nodelay(true);
    http_.set_socket_options(mayFollowSoon);
    http_.new_task_queue = [] { return new httplib::ThreadPool(kMaxWorkers); };
    addHandlers();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  ~Server() {
    faults_.end();
    http_.stop();
    connections_.close();
    if (listener_.joinable()) listener_.join();
  }

  bool listen(const HsmAddress& address) {
    if (!http_.is_valid()) return false;
    port_ = address.port != 0 ? address.port : http_.bind_to_any_port(address.host);
    if (port_ <= 0 || (address.port != 0 && !http_.bind_to_port(address.host, address.port))) return false;
    listener_ = std::thread([this] {
      http_.listen_after_bind();
      hasEnded_ = true;
    });
    // stop() has an effect on a server that runs only.
    while (!http_.is_running() && !hasEnded_)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return !hasEnded_;
  }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::size_t requests() const { return requests_; }
  [[nodiscard]] std::size_t connections() const { return connections_.count(); }
  void dropConnections() { connections_.shutDownAll(); }

 private:
  bool setUpTls(SSL_CTX& context, const std::string& authority) {
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_cb(&context, onHandshake, this);
    // No resumption: every connection proves both certificates.
    SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
    return SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_num_tickets(&context, 0) == 1 &&
           SSL_CTX_load_verify_file(&context, authority.c_str()) == 1;
  }

  // OpenSSL asks which certificate to show; 1 goes on, 0 ends the handshake.
  static int onHandshake(SSL* connection, void* self) {
    auto& server = *static_cast<Server*>(self);
    const bool shown = server.certificates_.show(*connection, server.faults_.settings().certificate);
    return shown && server.connections_.add(*connection) ? 1 : 0;
  }

  template <class Request>
  void addHandler() {
    http_.Post(std::string(Request::kPath),
               [this](const httplib::Request& request, httplib::Response& response) {
                 ++requests_;
                 const AnswerMode mode = faults_.answerMode();
                 if (mode != AnswerMode::right) return setFault(response, mode);
                 answer<Request>(request.body, response);
               });
  }

  void addHandlers() {
    addHandler<wire::hsm::Ping>();
    addHandler<wire::hsm::Authenticate>();
    addHandler<wire::hsm::Protect>();
    addHandler<wire::hsm::Purchase>();
    addHandler<wire::hsm::CheckPurchase>();
    http_.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty() && response.status == 404)
        setError(response, {wire::hsm::ErrorCode::unknownRequest, "path"});
    });
  }

  template <class Request>
  void answer(const std::string& body, httplib::Response& response) {
    const auto request = wire::hsm::decode<Request>(crypto::bytesOf(body));
    if (!request) return setError(response, {wire::hsm::ErrorCode::badRequest, request.error().place});
    const auto* key = keyOf(*request);
    if (key != nullptr && faults_.settings().refused.contains(key->reference))
      return setError(response, {wire::hsm::ErrorCode::refusedKey, "keyReference"});
    const auto reply = module_.handle(*request);
    if (!reply) return setError(response, reply.error());
    setText(response, 200, wire::hsm::encode(*reply));
  }

  HsmModule& module_;
  HsmFaults& faults_;
  ServerCertificates certificates_;
  OpenConnections connections_;
  httplib::SSLServer http_;
  std::thread listener_;
  std::atomic<std::size_t> requests_ = 0;
  std::atomic<bool> hasEnded_ = false;
  int port_ = 0;
};

HsmService::HsmService(std::unique_ptr<Server> server) : server_(std::move(server)) {}
HsmService::~HsmService() = default;

int HsmService::port() const {
  return server_->port();
}
std::size_t HsmService::requests() const {
  return server_->requests();
}
std::size_t HsmService::connections() const {
  return server_->connections();
}
void HsmService::dropConnections() {
  server_->dropConnections();
}

tl::expected<std::unique_ptr<HsmService>, std::string> HsmService::start(
    HsmModule& module, HsmFaults& faults, const HsmAddress& address, const std::filesystem::path& tlsFolder) {
  auto certificates = ServerCertificates::load(tlsFolder);
  if (!certificates) return tl::unexpected(certificates.error());
  const auto authority = tlsFolder / (std::string(kAuthority) + ".pem");
  auto server = std::make_unique<Server>(module, faults, std::move(*certificates), authority.string());
  if (!server->listen(address))
    return tl::make_unexpected(address.host + ":" + std::to_string(address.port) + ": cannot be listened on");
  return std::unique_ptr<HsmService>(new HsmService(std::move(server)));
}

}  // namespace ssc::sim
