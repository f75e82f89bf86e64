#include "hostlib/cli/stop_on_signal.hpp"

#include <csignal>
#include <thread>

namespace ssc::cli {

std::stop_token stopOnSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::stop_source source;
  std::stop_token token = source.get_token();
  std::thread([signals, source = std::move(source)]() mutable {
    int received = 0;
    if (sigwait(&signals, &received) != 0) return;
    source.request_stop();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    sigwait(&signals, &received);
    std::_Exit(128 + received);
  }).detach();
  return token;
}

}  // namespace ssc::cli
