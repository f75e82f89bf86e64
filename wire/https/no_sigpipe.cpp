#include "wire/https/no_sigpipe.hpp"

#include <ctime>

namespace ssc::https {
namespace {

sigset_t sigpipe() {
  sigset_t set{};
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

}  // namespace

NoSigpipe::NoSigpipe() {
  sigset_t pending{};
  sigpending(&pending);
  wasPending_ = sigismember(&pending, SIGPIPE) == 1;
  const sigset_t set = sigpipe();
  ::pthread_sigmask(SIG_BLOCK, &set, &before_);
}

NoSigpipe::~NoSigpipe() {
  const sigset_t set = sigpipe();
  const timespec now{};
  if (!wasPending_) ::sigtimedwait(&set, nullptr, &now);  // ours: taken before it can be delivered
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace ssc::https
