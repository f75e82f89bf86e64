#include "firmware/ports/host/slot_socket.hpp"

#include <algorithm>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace ssc::fw::host {
namespace {

constexpr std::array<std::uint8_t, 4> kVccPayload = {0x00, 'A', 'B', 'C'};  // by Voltage
constexpr int kBacklog = 4;

bool isSocket(const std::string& path) {
  struct stat info{};
  return ::lstat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

bool bindTo(int fd, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  // The socket interface wants every address as the general type.
  return ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

tl::expected<std::unique_ptr<SlotSocket>, HostError> SlotSocket::listen(std::string path, std::size_t slot,
                                                                        const EventLoop& loop,
                                                                        SlotEvents& events) {
  std::unique_ptr<SlotSocket> socket(new SlotSocket(std::move(path), slot, loop, events));
  if (!socket->open()) return tl::unexpected(systemError("listen at", socket->path_));
  return socket;
}

SlotSocket::SlotSocket(std::string path, std::size_t slot, const EventLoop& loop, SlotEvents& events)
    : path_(std::move(path)),
      slot_(slot),
      loop_(loop),
      events_(events),
      accepting_(*this, &SlotSocket::accept),
      reading_(*this, &SlotSocket::read) {}

SlotSocket::~SlotSocket() {
  if (bound_) ::unlink(path_.c_str());
}

bool SlotSocket::open() {
  listener_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!listener_.valid()) return false;
  if (isSocket(path_)) ::unlink(path_.c_str());
  bound_ = bindTo(listener_.get(), path_);
  return bound_ && ::listen(listener_.get(), kBacklog) == 0 && loop_.add(listener_.get(), accepting_);
}

void SlotSocket::accept() {
  UniqueFd card(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!card.valid() || card_.valid()) return;  // a slot holds one card: the second connection closes here
  if (!loop_.add(card.get(), reading_)) return;
  card_ = std::move(card);
  receiver_.reset();
}

void SlotSocket::read() {
  if (!card_.valid()) return;
  const auto room = receiver_.room();
  const ssize_t count = ::recv(card_.get(), room.data(), room.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return disconnect();
  receiver_.received(static_cast<std::size_t>(count));
  while (const auto message = receiver_.next())
    handle(*message);
  receiver_.forget();
  if (receiver_.broken()) disconnect();
}

void SlotSocket::handle(const LinkMessage& message) {
  if (message.type == LinkType::data) return events_.onSlotBytes(slot_, message.payload);
  events_.onPresence(slot_, message.type == LinkType::inserted);
}

void SlotSocket::vcc(Voltage voltage) {
  write(LinkType::vcc, {&kVccPayload[static_cast<std::size_t>(voltage)], 1});
}

void SlotSocket::clk(std::uint32_t kiloHertz) {
  const std::array payload = {static_cast<std::uint8_t>(kiloHertz >> 8),
                              static_cast<std::uint8_t>(kiloHertz & 0xFF)};
  write(LinkType::clk, payload);
}

void SlotSocket::rst(bool high) {
  const std::uint8_t level = high ? 1 : 0;
  write(LinkType::rst, {&level, 1});
}

void SlotSocket::send(ByteView characters) {
  write(LinkType::data, characters);
}

// A card that does not read has its link cut; the loop then reports the end of the connection, so that nobody
// is called back from inside a port operation.
void SlotSocket::write(LinkType type, ByteView payload) {
  if (!card_.valid()) return;
  LinkBuffer message = encode({type, payload});
  const ByteView bytes = message.view();
  const ssize_t sent = ::send(card_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != static_cast<ssize_t>(bytes.size())) ::shutdown(card_.get(), SHUT_RDWR);
  message.wipe();
}

void SlotSocket::disconnect() {
  loop_.remove(card_.get());
  card_.reset();
  events_.onPresence(slot_, false);
}

}  // namespace ssc::fw::host
