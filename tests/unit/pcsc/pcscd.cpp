#include "tests/unit/pcsc/pcscd.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/job.hpp"

namespace ssc::pcsc::test {
namespace {

constexpr const char* kProgram = "/usr/sbin/pcscd";

std::string emptyFolder() {
  std::string path = "/run/reader.conf.XXXXXX";
  return mkdtemp(path.data()) == nullptr ? std::string{} : path;
}

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void becomePcscd(const char* configuration) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  execl(kProgram, kProgram, "--foreground", "-c", configuration, nullptr);
  _exit(127);
}

}  // namespace

Pcscd::Pcscd() : configuration_(emptyFolder()), pid_(fork()) {
  if (pid_ == 0) becomePcscd(configuration_.c_str());
}

Pcscd::~Pcscd() {
  kill();
  std::error_code ignored;
  std::filesystem::remove(configuration_, ignored);
}

bool Pcscd::isReady() const {
  const auto connects = [](const JobToken& token) -> tl::expected<void, apdu::ChannelError> {
    while (!Context::establish()) {
      if (const auto refusal = token.refusal()) return tl::unexpected(*refusal);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  };
  return runAbandonable(Clock::now() + std::chrono::seconds(10), {}, connects).has_value();
}

void Pcscd::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Pcscd::hang() {
  ::kill(pid_, SIGSTOP);
}

void Pcscd::goOn() {
  ::kill(pid_, SIGCONT);
}

bool isPrivateRun() {
  return std::filesystem::exists("/run/ssc-private");
}

void clearRun() {
  if (!isPrivateRun()) return;
  for (const auto& entry : std::filesystem::directory_iterator("/run/pcscd")) {
    std::filesystem::remove_all(entry.path());
  }
}

}  // namespace ssc::pcsc::test
