#include "wire/https/connection.hpp"

#include <algorithm>
#include <array>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "wire/https/no_sigpipe.hpp"

namespace ssc::https {
namespace {

constexpr std::string_view kClosed = "closed without an answer; does it accept our certificate?";

struct ErrorRow {
  httplib::Error error;
  Fault fault;
  std::string_view what;
};
constexpr std::array kErrors{
    ErrorRow{httplib::Error::Connection, Fault::noConnection, "no connection"},
    ErrorRow{httplib::Error::ConnectionTimeout, Fault::noConnection, "no connection in time"},
    // With TLS 1.3 a service refuses our certificate only after our side of the handshake is done.
    ErrorRow{httplib::Error::Read, Fault::closed, kClosed},
    ErrorRow{httplib::Error::Write, Fault::closed, kClosed},
    ErrorRow{httplib::Error::SSLConnection, Fault::notTrusted, "no TLS 1.3 connection"},
    ErrorRow{httplib::Error::SSLLoadingCerts, Fault::badFiles, "the authority's file cannot be used"},
    ErrorRow{httplib::Error::Canceled, Fault::tooLong, "the answer is too long"},
};

/// Whether TLS failed by what the other side sent. A service that hangs still has its connections accepted by
/// its system: its silence is no sign of somebody else in its place. Takes OpenSSL's queue; what reading the
/// authority's file and closing a connection that never was leave there does not count.
bool saidSomethingWrong() {
  bool found = false;
  while (const auto code = ERR_get_error())
    found =
        found || (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) != SSL_R_SHUTDOWN_WHILE_IN_INIT);
  return found;
}

/// The request's body as the library wants it, overwritten at the end.
class SecretText {
 public:
  SecretText(std::string& text, crypto::ByteView bytes) : text_(text) {
    text_.assign(bytes.begin(), bytes.end());
  }
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { crypto::wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()}); }

 private:
  std::string& text_;
};

/// Takes an answer's body up to a limit, into memory that is wiped and never moves.
class BodyCollector {
 public:
  explicit BodyCollector(std::size_t limit) : bytes_(limit) {}
  bool take(const char* data, std::size_t size) {
    if (size > bytes_.size() - used_) return false;
    const auto room = bytes_.revealMutable().subspan(used_);
    std::copy_n(data, size, room.begin());
    used_ += size;
    return true;
  }
  [[nodiscard]] crypto::SecretBytes taken() const {
    return crypto::SecretBytes(bytes_.reveal().first(used_));
  }

 private:
  crypto::SecretBytes bytes_;
  std::size_t used_ = 0;
};

// What the library would pass over: without an authority it trusts the system's list, with half a pair it
// shows no certificate.
const char* mistakeIn(const Settings& settings) {
  if (settings.authority.empty()) return "no authority is named";
  if (settings.certificate.empty() != settings.key.empty()) return "a certificate and its key go together";
  return nullptr;
}

}  // namespace

Connection::Connection(const Settings& settings)
    : maxAnswer_(settings.maxAnswer),
      sendAgain_(settings.sendAgain),
      mistake_(mistakeIn(settings)),
      client_(std::make_unique<httplib::SSLClient>(settings.endpoint.host, settings.endpoint.port,
                                                   settings.certificate, settings.key)) {
  // Without a context the certificate or its key could not be loaded: post() says so.
  if (!client_->is_valid()) return;
  SSL_CTX_set_min_proto_version(client_->ssl_context(), TLS1_3_VERSION);
  client_->set_ca_cert_path(settings.authority);
  client_->enable_server_certificate_verification(true);
  client_->set_keep_alive(true);
  client_->set_follow_location(false);
  client_->set_decompress(false);
  client_->set_tcp_nodelay(true);
  client_->set_socket_options([this](socket_t socket) { breaker_.watch(socket); });
}

Connection::~Connection() {
  const NoSigpipe guard;  // the end of TLS is written
  client_.reset();
}

void Connection::limit(std::chrono::milliseconds connect, std::chrono::milliseconds total) {
  client_->set_connection_timeout(connect);
  client_->set_read_timeout(total);
  client_->set_write_timeout(total);
}

Connection::Outcome Connection::post(const std::string& path, const crypto::SecretBytes& body) {
  if (mistake_ != nullptr) return tl::unexpected(Error{Fault::badFiles, mistake_});
  if (!client_->is_valid())
    return tl::unexpected(Error{Fault::badFiles, "our certificate or its key cannot be used"});
  const NoSigpipe guard;
  const bool kept = client_->is_socket_open() != 0;
  auto outcome = postOnce(path, body);
  if (!outcome && outcome.error().fault == Fault::closed && kept && sendAgain_ && !breaker_.isCut())
    outcome = postOnce(path, body);
  return outcome;
}

Connection::Outcome Connection::postOnce(const std::string& path, const crypto::SecretBytes& body) {
  BodyCollector collector(maxAnswer_);
  httplib::Request request;
  request.method = "POST";
  request.path = path;
  request.set_header("Content-Type", "application/json");
  const SecretText text(request.body, body.reveal());
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    return collector.take(data, size);
  };
  httplib::Response response;
  httplib::Error error = httplib::Error::Success;
  ERR_clear_error();
  if (!client_->send(request, response, error)) return tl::unexpected(errorOf(error));
  return Answer{response.status, collector.taken()};
}

Error Connection::errorOf(httplib::Error error) const {
  if (error == httplib::Error::SSLServerVerification) {
    const long result = client_->get_openssl_verify_result();
    const char* reason = result == X509_V_OK ? "it is another host's" : X509_verify_cert_error_string(result);
    return {Fault::notTrusted, std::string("the service's certificate: ") + reason};
  }
  if (error == httplib::Error::SSLConnection && !saidSomethingWrong())
    return {Fault::noConnection, "no TLS 1.3 connection"};
  const auto row =
      std::find_if(kErrors.begin(), kErrors.end(), [&](const ErrorRow& r) { return r.error == error; });
  if (row == kErrors.end()) return {Fault::noConnection, "the HTTPS library failed"};
  return {row->fault, std::string(row->what)};
}

}  // namespace ssc::https
