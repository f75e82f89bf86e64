#include "wire/https/breaker.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace ssc::https {
namespace {

// connect() to an internet address fails at once on a socket of another family.
void makeUnusable(int socket) {
  const int useless = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (useless < 0) return;
  ::dup3(useless, socket, O_CLOEXEC);
  ::close(useless);
}

}  // namespace

Breaker::~Breaker() {
  forget();
}

void Breaker::forget() {
  if (copy_ >= 0) ::close(std::exchange(copy_, -1));
}

void Breaker::watch(int socket) {
  const std::lock_guard lock(mutex_);
  forget();
  if (isCut_) return makeUnusable(socket);
  copy_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void Breaker::cut() {
  const std::lock_guard lock(mutex_);
  isCut_ = true;
  if (copy_ >= 0) ::shutdown(copy_, SHUT_RDWR);
}

bool Breaker::isCut() {
  const std::lock_guard lock(mutex_);
  return isCut_;
}

}  // namespace ssc::https
