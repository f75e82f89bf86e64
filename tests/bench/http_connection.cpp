#include "tests/bench/http_connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/bench_terminal.hpp"

namespace ssc::bench {
namespace {

constexpr int kLimitSeconds = 10;
constexpr std::string_view kLength = "\r\nContent-Length: ", kHeadEnd = "\r\n\r\n", kGood = "HTTP/1.1 200 ";

int connected(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  const timeval limit{kLimitSeconds, 0};
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    giveUp("no connection");
  return fd;
}

std::size_t lengthIn(std::string_view head) {
  const auto at = head.find(kLength);
  std::size_t length = 0;
  if (at == std::string_view::npos ||
      std::from_chars(head.data() + at + kLength.size(), head.data() + head.size(), length).ec != std::errc())
    giveUp("an answer without its length");
  return length;
}

}  // namespace

TlsClient::TlsClient(const std::string& authority, const std::string& certificate, const std::string& key)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
  if (SSL_CTX_load_verify_file(context_.get(), authority.c_str()) != 1 ||
      SSL_CTX_use_certificate_chain_file(context_.get(), certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context_.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    giveUp("certificates");
}

HttpConnection::HttpConnection(std::uint16_t port) : fd_(connected(port)), ssl_(nullptr, SSL_free) {}

HttpConnection::HttpConnection(const TlsClient& client, std::uint16_t port)
    : fd_(connected(port)), ssl_(SSL_new(client.context()), SSL_free) {
  SSL_set_fd(ssl_.get(), fd_);
  if (SSL_connect(ssl_.get()) != 1 || SSL_session_reused(ssl_.get()) != 0) giveUp("handshake");
}

HttpConnection::~HttpConnection() {
  ::close(fd_);
}

void HttpConnection::send(const std::string& text) {
  const auto size = ssl_ ? SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()))
                         : ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
  if (size != static_cast<ssize_t>(text.size())) giveUp("nothing can be sent");
}

void HttpConnection::receive(std::string& text) {
  std::array<char, 16384> piece{};
  const ssize_t size = ssl_ ? SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()))
                            : ::recv(fd_, piece.data(), piece.size(), 0);
  if (size <= 0) giveUp("no answer");
  text.append(piece.data(), static_cast<std::size_t>(size));
}

std::string HttpConnection::post(const std::string& path, const std::string& body) {
  send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
       std::to_string(body.size()) + "\r\n\r\n" + body);
  std::string answer;
  while (answer.find(kHeadEnd) == std::string::npos)
    receive(answer);
  if (!answer.starts_with(kGood)) giveUp("the answer is " + answer.substr(0, answer.find('\r')));
  const auto begin = answer.find(kHeadEnd) + kHeadEnd.size();
  const auto end = begin + lengthIn(std::string_view(answer).substr(0, begin));
  while (answer.size() < end)
    receive(answer);
  return answer.substr(begin, end - begin);
}

char HttpConnection::firstByte() {
  send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  std::string answer;
  receive(answer);
  return answer.front();
}

}  // namespace ssc::bench
