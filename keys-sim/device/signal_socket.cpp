#include "keys-sim/device/signal_socket.hpp"

#include <csignal>
#include <sys/signalfd.h>

namespace ssc::sim {

Socket signalSocket() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return Socket(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

}  // namespace ssc::sim
