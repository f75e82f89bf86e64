// The citizens' page of the center: sign-in on a computer with the electronic card, the state of one's own
// cases, sign-in to other platforms, and the public check of a printed document.
#pragma once

#include <memory>

#include "center/gate/log.hpp"
#include "center/gate/services.hpp"
#include "center/http/message.hpp"

namespace ssc::center {

class RateLimiter;

/// Thread-safe.
class Web {
 public:
  Web(const Services& services, Log& log);
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;
  ~Web();

  /// Whether an address is one of the page's.
  static bool serves(std::string_view target);
  HttpAnswer answer(const HttpRequest& http);

 private:
  HttpAnswer answerWithin(const HttpRequest& http);

  const Services& services_;
  Log& log_;
  std::unique_ptr<RateLimiter> limiter_;  ///< by address: a household behind one address has room
};

}  // namespace ssc::center
