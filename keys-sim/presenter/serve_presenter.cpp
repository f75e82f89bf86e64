#include "keys-sim/presenter/serve_presenter.hpp"

#include <iostream>

#include "keys-sim/device/signal_socket.hpp"

namespace ssc::sim {
namespace {

constexpr std::size_t kLongestLine = 64;

}  // namespace

tl::expected<std::unique_ptr<PresenterServer>, std::string> PresenterServer::open(PresenterOptions options) {
  std::unique_ptr<PresenterServer> server(new PresenterServer(options.port));
  auto port =
      HostPort::open({std::move(options.listen), std::move(options.control)}, server->context_, *server);
  if (!port) return tl::unexpected(port.error());
  server->port_ = std::move(*port);
  return server;
}

bool PresenterServer::hear(HostId host, apdu::ByteView bytes) {
  std::string& text = talks_.at(host).text;
  text += apdu::toText(bytes);
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
    if (!holder_.onLine(text.substr(0, end))) return false;
    text.erase(0, end + 1);
  }
  return text.size() <= kLongestLine;
}

// Each host hears of every change, and of the state it finds.
void PresenterServer::work() {
  const std::string line = holder_.line();
  for (auto& [host, talk] : talks_) {
    if (talk.told == line) continue;
    talk.told = line;
    port_->send(host, apdu::toBytes(line + "\n"));
  }
}

tl::expected<void, std::string> servePresenter(PresenterOptions options) {
  const Socket signals = signalSocket();
  auto server = PresenterServer::open(std::move(options));
  if (!server) return tl::unexpected(server.error());
  std::cout << "ready\n" << std::flush;
  (*server)->run(signals.fd());
  return {};
}

}  // namespace ssc::sim
