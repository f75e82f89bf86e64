#include "keys-sim/pad/serve_pad.hpp"

#include <algorithm>
#include <iostream>
#include <limits>
#include <unistd.h>

#include "keys-sim/device/signal_socket.hpp"

namespace ssc::sim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostHosts = 16;

}  // namespace

PadServer::PadServer(PadOptions options)
    : options_(std::move(options)),
      pad_(random_, [this](PinPad::HostId id, crypto::ByteView bytes) { send(id, bytes); }),
      context_{pad_} {
  pad_.setAutomatic(options_.automatic.clone());
}

PadServer::~PadServer() {
  if (listener_) ::unlink(options_.listen.c_str());
}

tl::expected<std::unique_ptr<PadServer>, std::string> PadServer::open(PadOptions options) {
  std::unique_ptr<PadServer> server(new PadServer(std::move(options)));
  if (auto listening = server->listen(); !listening) return tl::unexpected(listening.error());
  auto control = LineServer::open(server->options_.control,
                                  [&pad = *server](const std::string& line) { return pad.control(line); });
  if (!control) return tl::unexpected(control.error());
  server->control_ = std::make_unique<LineServer>(std::move(*control));
  return server;
}

tl::expected<void, std::string> PadServer::listen() {
  auto listener = listenUnix(options_.listen);
  if (!listener) return tl::unexpected(listener.error());
  listener_ = std::move(*listener);
  return {};
}

void PadServer::run(int stop) {
  while (!context_.quit)
    turn(stop);
}

void PadServer::turn(int stop) {
  const bool awake = context_.cable == PadCable::in;
  std::vector<pollfd> waiting{{stop, POLLIN, 0}, {awake ? listener_.fd() : -1, POLLIN, 0}};
  for (const auto& host : hosts_)
    waiting.push_back({awake ? host.socket.fd() : -1, POLLIN, 0});
  const std::size_t controlAt = waiting.size();
  control_->addTo(waiting);
  if (::poll(waiting.data(), waiting.size(), timeout()) < 0) return;
  context_.quit = waiting[0].revents != 0;
  std::size_t index = 2;
  for (auto& host : hosts_)
    if (waiting[index++].revents != 0) read(host);
  if (waiting[1].revents != 0) acceptHost();
  control_->serve(std::span(waiting).subspan(controlAt));
  if (context_.cable == PadCable::in) pad_.runDue(Clock::now());
  dropClosed();
}

// In milliseconds, rounded up: whoever wakes too early only looks again.
int PadServer::timeout() const {
  const auto due = pad_.nextDue();
  if (!due || context_.cable != PadCable::in) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

void PadServer::acceptHost() {
  Socket socket = acceptUnix(listener_);
  if (socket && hosts_.size() < kMostHosts) hosts_.push_back({++lastId_, std::move(socket), {}});
}

void PadServer::read(Host& host) {
  const auto bytes = host.socket.receive();
  if (!bytes) return host.socket.close();
  host.messages.feed(*bytes);
  while (host.socket) {
    const auto message = host.messages.next();
    if (message && !*message) return;
    if (!message || !pad_.onMessage(host.id, **message, Clock::now())) host.socket.close();
  }
}

void PadServer::dropClosed() {
  for (const auto& host : hosts_)
    if (!host.socket) pad_.onGone(host.id);
  hosts_.remove_if([](const Host& host) { return !host.socket; });
}

// The cable is where the answer says before the answer is given.
std::string PadServer::control(const std::string& line) {
  std::string answer = runPadControlLine(context_, line);
  if (context_.cable == PadCable::out && listener_) pullOut();
  if (context_.cable == PadCable::out || listener_) return answer;
  if (const auto listening = listen(); listening) return answer;
  context_.cable = PadCable::out;
  return "error: " + options_.listen + " cannot be listened on";
}

// Hosts see the end of their streams, and nobody where they connect.
void PadServer::pullOut() {
  for (auto& host : hosts_)
    host.socket.close();
  listener_.close();
  ::unlink(options_.listen.c_str());
}

void PadServer::send(PinPad::HostId id, crypto::ByteView bytes) {
  const auto host = std::ranges::find(hosts_, id, &Host::id);
  if (host != hosts_.end() && host->socket && !host->socket.sendAll(bytes)) host->socket.close();
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
