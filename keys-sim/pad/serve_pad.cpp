#include "keys-sim/pad/serve_pad.hpp"

#include <iostream>

#include "keys-sim/device/signal_socket.hpp"

namespace ssc::sim {

PadServer::PadServer(crypto::SecretBytes automatic)
    : pad_(random_, [this](HostId host, crypto::ByteView bytes) { port_->send(host, bytes); }),
      context_(pad_) {
  pad_.setAutomatic(std::move(automatic));
}

tl::expected<std::unique_ptr<PadServer>, std::string> PadServer::open(PadOptions options) {
  std::unique_ptr<PadServer> server(new PadServer(std::move(options.automatic)));
  auto port =
      HostPort::open({std::move(options.listen), std::move(options.control)}, server->context_, *server);
  if (!port) return tl::unexpected(port.error());
  server->port_ = std::move(*port);
  return server;
}

bool PadServer::hear(HostId host, apdu::ByteView bytes) {
  wire::pad::MessageReader& messages = messages_.at(host);
  messages.feed(bytes);
  while (port_->isOpen(host)) {
    const auto message = messages.next();
    if (message && !*message) return true;
    if (!message || !pad_.onMessage(host, **message, Clock::now())) return false;
  }
  return false;
}

void PadServer::gone(HostId host) {
  pad_.onGone(host);
  messages_.erase(host);
}

tl::expected<void, std::string> servePad(PadOptions options) {
  const Socket signals = signalSocket();
  auto server = PadServer::open(std::move(options));
  if (!server) return tl::unexpected(server.error());
  std::cout << "ready\n" << std::flush;
  (*server)->run(signals.fd());
  return {};
}

}  // namespace ssc::sim
