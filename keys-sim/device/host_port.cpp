#include "keys-sim/device/host_port.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unistd.h>
#include <vector>

namespace ssc::sim {
namespace {

constexpr std::size_t kMostHosts = 16;
constexpr std::array<std::string_view, 3> kCables{"in", "hung", "out"};

}  // namespace

std::string_view toText(Cable cable) {
  return kCables.at(static_cast<std::size_t>(cable));
}

tl::expected<std::unique_ptr<HostPort>, std::string> HostPort::open(PortSockets sockets, PortState& state,
                                                                    HostDevice& device) {
  std::unique_ptr<HostPort> port(new HostPort(std::move(sockets), state, device));
  if (auto listening = port->listen(); !listening) return tl::unexpected(listening.error());
  auto control = LineServer::open(port->sockets_.control,
                                  [&self = *port](const std::string& line) { return self.control(line); });
  if (!control) return tl::unexpected(control.error());
  port->control_ = std::make_unique<LineServer>(std::move(*control));
  return port;
}

HostPort::~HostPort() {
  if (listener_) ::unlink(sockets_.listen.c_str());
}

tl::expected<void, std::string> HostPort::listen() {
  auto listener = listenUnix(sockets_.listen);
  if (!listener) return tl::unexpected(listener.error());
  listener_ = std::move(*listener);
  return {};
}

void HostPort::run(int stop) {
  while (!state_.quit)
    turn(stop);
}

void HostPort::turn(int stop) {
  const bool awake = state_.cable == Cable::in;
  std::vector<pollfd> waiting{{stop, POLLIN, 0}, {awake ? listener_.fd() : -1, POLLIN, 0}};
  for (const auto& host : hosts_)
    waiting.push_back({awake ? host.socket.fd() : -1, POLLIN, 0});
  const std::size_t controlAt = waiting.size();
  control_->addTo(waiting);
  if (::poll(waiting.data(), waiting.size(), timeout()) < 0) return;
  state_.quit = waiting[0].revents != 0;
  std::size_t index = 2;
  for (auto& host : hosts_)
    if (waiting[index++].revents != 0) read(host);
  if (waiting[1].revents != 0) acceptHost();
  control_->serve(std::span(waiting).subspan(controlAt));
  if (state_.cable == Cable::in) device_.work();
  dropClosed();
}

// In milliseconds, rounded up: whoever wakes too early only looks again.
int HostPort::timeout() const {
  const auto due = device_.nextDue();
  if (!due || state_.cable != Cable::in) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - HostDevice::Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

void HostPort::acceptHost() {
  Socket socket = acceptUnix(listener_);
  if (!socket || hosts_.size() >= kMostHosts) return;
  hosts_.push_back({++lastId_, std::move(socket)});
  device_.came(lastId_);
}

void HostPort::read(Host& host) {
  const auto bytes = host.socket.receive();
  if (!bytes || !device_.hear(host.id, *bytes)) host.socket.close();
}

void HostPort::dropClosed() {
  for (const auto& host : hosts_)
    if (!host.socket) device_.gone(host.id);
  hosts_.remove_if([](const Host& host) { return !host.socket; });
}

// The cable is where the answer says before the answer is given.
std::string HostPort::control(const std::string& line) {
  std::string answer = device_.control(line);
  if (state_.cable == Cable::out && listener_) pullOut();
  if (state_.cable == Cable::out || listener_) return answer;
  if (const auto listening = listen(); listening) return answer;
  state_.cable = Cable::out;
  return "error: " + sockets_.listen + " cannot be listened on";
}

// Hosts see the end of their streams, and nobody where they connect.
void HostPort::pullOut() {
  for (auto& host : hosts_)
    host.socket.close();
  listener_.close();
  ::unlink(sockets_.listen.c_str());
}

void HostPort::send(HostId host, apdu::ByteView bytes) {
  const auto found = std::ranges::find(hosts_, host, &Host::id);
  if (found != hosts_.end() && found->socket && !found->socket.sendAll(bytes)) found->socket.close();
}

bool HostPort::isOpen(HostId host) const {
  const auto found = std::ranges::find(hosts_, host, &Host::id);
  return found != hosts_.end() && static_cast<bool>(found->socket);
}

}  // namespace ssc::sim
