// A pcscd of the test's own, without readers.
#pragma once

#include <string>
#include <sys/types.h>

namespace ssc::pcsc::test {

/// Only inside in_private_run.sh. The process ends with its owner.
class Pcscd {
 public:
  Pcscd();
  ~Pcscd();
  Pcscd(const Pcscd&) = delete;
  Pcscd& operator=(const Pcscd&) = delete;

  /// Waits, at most 10 s, until clients can connect.
  [[nodiscard]] bool isReady() const;
  /// SIGKILL, and waits until it is gone.
  void kill();
  /// SIGSTOP and SIGCONT: a service that is there and does not answer.
  void hang();
  void goOn();

 private:
  std::string configuration_;
  pid_t pid_;
};

/// Whether this is the /run of in_private_run.sh: no test may touch another.
bool isPrivateRun();

/// Removes what a killed pcscd leaves behind (its socket and its pid file).
void clearRun();

}  // namespace ssc::pcsc::test
