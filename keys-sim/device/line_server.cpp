#include "keys-sim/device/line_server.hpp"

#include <unistd.h>
#include <utility>

namespace ssc::sim {
namespace {

constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxClients = 8;

}  // namespace

tl::expected<LineServer, std::string> LineServer::open(std::string path, Run run) {
  if (path.empty()) return LineServer(std::move(path), Socket(), std::move(run));
  auto listener = listenUnix(path);
  if (!listener) return tl::unexpected(listener.error());
  return LineServer(std::move(path), std::move(*listener), std::move(run));
}

LineServer::LineServer(LineServer&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      listener_(std::move(other.listener_)),
      run_(std::move(other.run_)),
      clients_(std::move(other.clients_)) {}

LineServer::~LineServer() {
  if (listener_) ::unlink(path_.c_str());
}

void LineServer::addTo(std::vector<pollfd>& waiting) const {
  waiting.push_back({listener_.fd(), POLLIN, 0});
  for (const auto& client : clients_)
    waiting.push_back({client.socket.fd(), POLLIN, 0});
}

void LineServer::serve(std::span<const pollfd> polled) {
  std::size_t index = 1;
  for (auto& client : clients_) {
    if (polled[index++].revents != 0) read(client);
  }
  clients_.remove_if([](const Client& client) { return !client.socket; });
  if (polled[0].revents == 0) return;
  Socket socket = acceptUnix(listener_);
  if (socket && clients_.size() < kMaxClients) clients_.push_back({std::move(socket), {}});
}

void LineServer::read(Client& client) {
  const auto bytes = client.socket.receive();
  if (!bytes || client.text.size() + bytes->size() > kMaxLine) return client.socket.close();
  client.text += apdu::toText(*bytes);
  for (auto end = client.text.find('\n'); end != std::string::npos; end = client.text.find('\n')) {
    const std::string answer = run_(client.text.substr(0, end)) + "\n";
    client.text.erase(0, end + 1);
    if (!client.socket.sendAll(apdu::toBytes(answer))) return client.socket.close();
  }
}

}  // namespace ssc::sim
