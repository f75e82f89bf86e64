#include "kiosk-app/keeper_link.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ssc::kiosk {
namespace {

constexpr std::chrono::seconds kAlive{1};
constexpr qsizetype kLongestLine = 64;

}  // namespace

KeeperLink::KeeperLink(int socket, QObject* parent) : QObject(parent), socket_(socket) {
  if (!isThere()) return;
  // What this process starts must not hold the line open.
  static_cast<void>(::fcntl(socket_, F_SETFD, FD_CLOEXEC));
  notifier_ = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Read);
  connect(notifier_.get(), &QSocketNotifier::activated, this, &KeeperLink::read);
  connect(&alive_, &QTimer::timeout, this, [this] { say("alive"); });
  alive_.start(kAlive);
}

void KeeperLink::say(const char* word) const {
  if (!isThere()) return;
  std::array<char, kLongestLine> line{};
  const std::size_t size = std::strlen(word);
  if (size + 1 >= line.size()) return;
  std::memcpy(line.data(), word, size);
  line[size] = '\n';
  // A keeper that is gone is noticed by reading.
  static_cast<void>(::send(socket_, line.data(), size + 1, MSG_NOSIGNAL | MSG_DONTWAIT));
}

void KeeperLink::read() {
  std::array<char, kLongestLine> buffer{};
  const auto count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count == 0) {
    notifier_->setEnabled(false);
    Q_EMIT end();
    return;
  }
  if (count < 0) return;
  line_.append(buffer.data(), count);
  for (qsizetype at = line_.indexOf('\n'); at >= 0; at = line_.indexOf('\n')) {
    const QByteArray word = line_.left(at);
    line_.remove(0, at + 1);
    if (word == "show") Q_EMIT show();
    if (word == "end") Q_EMIT end();
  }
  if (line_.size() > kLongestLine) line_.clear();
}

}  // namespace ssc::kiosk
