// Internal: a write to a connection that the other end has closed must not end the program we are a guest in.
#pragma once

#include <signal.h>

namespace ssc::https {

/// While it lives, this thread takes no SIGPIPE: OpenSSL's socket writes raise it. Other threads and the
/// program's own setting stay as they are.
class NoSigpipe {
 public:
  NoSigpipe();
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe();

 private:
  sigset_t before_{};
  bool wasPending_ = false;
};

}  // namespace ssc::https
