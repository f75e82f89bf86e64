#include "center/http/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <tuple>

#include "center/http/tls_context.hpp"

namespace ssc::center {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

struct HttpServer::Shared {
  Shared(asio::io_context& ioContext, asio::thread_pool& workerPool, ListenerSettings listenerSettings,
         HttpHandler httpHandler)
      : io(ioContext),
        workers(workerPool),
        settings(std::move(listenerSettings)),
        handler(std::move(httpHandler)),
        acceptor(asio::make_strand(ioContext)) {}

  asio::io_context& io;
  asio::thread_pool& workers;
  ListenerSettings settings;
  HttpHandler handler;
  tcp::acceptor acceptor;
  std::optional<asio::ssl::context> tls;
  ListenerCounts counts;
  std::atomic<bool> stopping{false};
};

namespace {

using Shared = HttpServer::Shared;
using SharedPtr = std::shared_ptr<Shared>;
using Parser = http::request_parser<http::string_body>;
using Response = http::response<http::string_body>;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr unsigned kHttp11 = 11;
constexpr std::size_t kChunk = std::size_t{8} * 1024, kMostDrained = std::size_t{1024} * 1024;
constexpr auto kTuple = asio::experimental::as_tuple(asio::use_awaitable);

/// Counts a thing that is there for as long as this lives.
class Counted {
 public:
  explicit Counted(std::atomic<std::int64_t>& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  std::atomic<std::int64_t>& count_;
};

HttpAnswer plainAnswer(unsigned status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

HttpRequest requestFrom(http::request<http::string_body> message) {
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.contentType = std::string(message[http::field::content_type]);
  request.cookie = std::string(message[http::field::cookie]);
  request.userAgent = std::string(message[http::field::user_agent]);
  request.body = std::move(message.body());
  return request;
}

Response responseFrom(HttpAnswer answer, unsigned version, bool keepAlive) {
  Response response{static_cast<http::status>(answer.status), version};
  response.set(http::field::content_type, answer.contentType);
  response.set(http::field::cache_control, "no-store");
  for (const auto& [name, value] : answer.headers)
    response.set(name, value);
  response.body() = std::move(answer.body);
  response.keep_alive(keepAlive);
  response.prepare_payload();
  return response;
}

/// Runs the handler on a worker; what it throws is an answer too.
asio::awaitable<HttpAnswer> onWorker(SharedPtr shared, const HttpRequest& request) {
  if (shared->counts.waiting.load() >= static_cast<std::int64_t>(shared->settings.maxWaiting))
    co_return plainAnswer(503, "busy");
  const Counted waiting(shared->counts.waiting);
  const auto work = [&shared, &request]() -> asio::awaitable<HttpAnswer> {
    try {
      co_return shared->handler(request);
    } catch (const std::exception&) {
      co_return plainAnswer(500, "internal error");
    }
  };
  co_return co_await asio::co_spawn(shared->workers, work, asio::use_awaitable);
}

std::optional<unsigned> statusOf(const beast::error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  const bool malformed = error.category() == make_error_code(http::error::bad_method).category() &&
                         error != http::error::end_of_stream && error != http::error::partial_message;
  return malformed ? std::optional(400U) : std::nullopt;
}

template <class Stream>
class Connection {
 public:
  Connection(SharedPtr shared, Stream& stream, std::string remote)
      : shared_(std::move(shared)), stream_(stream), remote_(std::move(remote)) {}

  void setPeer(std::optional<crypto::CertificateFingerprint> peer) { peer_ = peer; }

  // g++ 12 makes illegal code of a co_await inside a condition: every one stands in a statement of its own.
  /// Until the other side, a limit or stop() ends it.
  asio::awaitable<void> serve() {
    bool goesOn = true;
    while (goesOn && !shared_->stopping.load())
      goesOn = co_await serveOne();
  }

 private:
  asio::awaitable<bool> serveOne() {
    Parser parser;
    parser.body_limit(std::max(shared_->settings.maxBody, shared_->settings.maxLargeBody));
    parser.header_limit(static_cast<std::uint32_t>(shared_->settings.maxHeader));
    const beast::error_code error = co_await read(parser);
    if (error) {
      const auto status = statusOf(error);
      if (status) {
        const bool told = co_await write(plainAnswer(*status, "not accepted"), kHttp11, false);
        if (told) co_await drain();
      }
      co_return false;
    }
    withoutBody_ = parser.get().method() == http::verb::head;
    const bool keepAlive = parser.get().keep_alive() && !shared_->stopping.load();
    const unsigned version = parser.get().version();
    HttpRequest request = requestFrom(parser.release());
    request.remote = remote_;
    request.peer = peer_;
    lowest().expires_never();
    HttpAnswer answer = co_await onWorker(shared_, request);
    const bool written = co_await write(std::move(answer), version, keepAlive);
    co_return written&& keepAlive;
  }

  // A connection may rest between two requests; once one has begun it has to come to its end. The first byte
  // is waited for by itself: the parser's own first read lasts until it has the whole header, however slowly
  // that comes.
  asio::awaitable<beast::error_code> read(Parser& parser) {
    lowest().expires_after(shared_->settings.idleLimit);
    if (buffer_.size() == 0) {
      auto [first, size] = co_await stream_.async_read_some(buffer_.prepare(kChunk), kTuple);
      if (first) co_return first;
      buffer_.commit(size);
    }
    lowest().expires_after(shared_->settings.requestLimit);
    auto [headError, head] = co_await http::async_read_header(stream_, buffer_, parser, kTuple);
    if (headError) co_return headError;
    const beast::error_code tooLarge = limitBody(parser);
    if (tooLarge) co_return tooLarge;
    auto [error, rest] = co_await http::async_read(stream_, buffer_, parser, kTuple);
    co_return error;
  }

  /// Which limit holds is known once the path is.
  beast::error_code limitBody(Parser& parser) const {
    const ListenerSettings& settings = shared_->settings;
    const std::string_view target(parser.get().target().data(), parser.get().target().size());
    if (!settings.largePath.empty() && target == settings.largePath) return {};
    parser.body_limit(settings.maxBody);
    const auto announced = parser.content_length();
    const bool tooLarge = announced && *announced > settings.maxBody;
    return tooLarge ? make_error_code(http::error::body_limit) : beast::error_code();
  }

  asio::awaitable<bool> write(HttpAnswer answer, unsigned version, bool keepAlive) {
    Response response = responseFrom(std::move(answer), version, keepAlive);
    if (withoutBody_) response.body().clear();  // its length stays
    lowest().expires_after(shared_->settings.writeLimit);
    auto [error, size] = co_await http::async_write(stream_, response, kTuple);
    co_return !error;
  }

  // Whoever is still sending would lose the answer: closing with unread bytes resets the connection.
  asio::awaitable<void> drain() {
    lowest().expires_after(shared_->settings.drainLimit);
    for (std::size_t left = kMostDrained; left > 0;) {
      buffer_.clear();
      auto [error, size] = co_await stream_.async_read_some(buffer_.prepare(kChunk), kTuple);
      if (error) co_return;
      left -= std::min(left, size);
    }
  }

  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  SharedPtr shared_;
  Stream& stream_;
  std::string remote_;
  std::optional<crypto::CertificateFingerprint> peer_;
  beast::flat_buffer buffer_;
  bool withoutBody_ = false;  ///< HEAD
};

asio::awaitable<void> serveTls(SharedPtr shared, tcp::socket socket, std::string remote) {
  const Counted open(shared->counts.open);
  TlsStream stream(beast::tcp_stream(std::move(socket)), *shared->tls);
  beast::get_lowest_layer(stream).expires_after(shared->settings.handshakeLimit);
  auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kTuple);
  if (error) co_return;
  Connection<TlsStream> connection(shared, stream, std::move(remote));
  connection.setPeer(provenCertificate(stream.native_handle()));
  co_await connection.serve();
  beast::get_lowest_layer(stream).expires_after(shared->settings.handshakeLimit);
  co_await stream.async_shutdown(kTuple);
}

asio::awaitable<void> servePlain(SharedPtr shared, tcp::socket socket, std::string remote) {
  const Counted open(shared->counts.open);
  beast::tcp_stream stream(std::move(socket));
  Connection<beast::tcp_stream> connection(shared, stream, std::move(remote));
  co_await connection.serve();
}

void serveSocket(const SharedPtr& shared, tcp::socket socket) {
  beast::error_code ignored;
  const auto endpoint = socket.remote_endpoint(ignored);
  std::ignore = socket.set_option(tcp::no_delay(true), ignored);
  std::string remote = ignored ? std::string() : endpoint.address().to_string();
  const auto executor = socket.get_executor();
  const auto serve = shared->tls ? serveTls : servePlain;
  asio::co_spawn(executor, serve(shared, std::move(socket), std::move(remote)), asio::detached);
}

asio::awaitable<void> acceptAll(SharedPtr shared) {
  constexpr std::chrono::milliseconds kPause{50};  // out of descriptors, for one: it passes
  while (shared->acceptor.is_open()) {
    tcp::socket socket(asio::make_strand(shared->io));
    auto [error] = co_await shared->acceptor.async_accept(socket, kTuple);
    if (!shared->acceptor.is_open()) co_return;
    if (error) {
      asio::steady_timer timer(shared->acceptor.get_executor(), kPause);
      co_await timer.async_wait(kTuple);
    } else if (shared->counts.open.load() >= static_cast<std::int64_t>(shared->settings.maxConnections)) {
      ++shared->counts.refused;
    } else {
      serveSocket(shared, std::move(socket));
    }
  }
}

tl::expected<void, std::string> listen(Shared& shared) {
  beast::error_code error;
  const auto address = asio::ip::make_address(shared.settings.address, error);
  if (error) return tl::unexpected(shared.settings.address + ": not an address");
  const tcp::endpoint endpoint(address, shared.settings.port);
  const auto failed = [&](const char* what) {
    return tl::unexpected(shared.settings.address + ":" + std::to_string(shared.settings.port) + ": " + what +
                          ": " + error.message());
  };
  if (shared.acceptor.open(endpoint.protocol(), error)) return failed("open");
  if (shared.acceptor.set_option(asio::socket_base::reuse_address(true), error)) return failed("reuse");
  if (shared.acceptor.bind(endpoint, error)) return failed("bind");
  if (shared.acceptor.listen(asio::socket_base::max_listen_connections, error)) return failed("listen");
  return {};
}

}  // namespace

HttpServer::HttpServer(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

HttpServer::~HttpServer() {
  stop();
}

tl::expected<std::unique_ptr<HttpServer>, std::string> HttpServer::start(asio::io_context& io,
                                                                         asio::thread_pool& workers,
                                                                         const ListenerSettings& settings,
                                                                         HttpHandler handler) {
  auto shared = std::make_shared<Shared>(io, workers, settings, std::move(handler));
  if (settings.security != Security::plain) {
    auto tls = makeTlsContext(settings.security, settings.files);
    if (!tls) return tl::unexpected(std::move(tls.error()));
    shared->tls.emplace(std::move(*tls));
  }
  if (auto listening = listen(*shared); !listening) return tl::unexpected(std::move(listening.error()));
  asio::co_spawn(shared->acceptor.get_executor(), acceptAll(shared), asio::detached);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(shared)));
}

std::uint16_t HttpServer::port() const {
  beast::error_code ignored;
  return shared_->acceptor.local_endpoint(ignored).port();
}

const ListenerCounts& HttpServer::counts() const {
  return shared_->counts;
}

void HttpServer::stop() {
  if (shared_->stopping.exchange(true)) return;
  asio::post(shared_->acceptor.get_executor(), [shared = shared_] {
    beast::error_code ignored;
    std::ignore = shared->acceptor.close(ignored);
  });
}

}  // namespace ssc::center
