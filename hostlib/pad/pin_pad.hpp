// A PIN pad beside the reader: two boxes, so the PIN crosses between them as a PIN block under a session key
// that is agreed upon at every connection (docs/pin-pad.md).
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "hostlib/pad/error.hpp"
#include "hostlib/pad/pad_link.hpp"
#include "wire/pin_pad.hpp"

namespace ssc::pad {

/// What the holder is asked for, and the site's bounds.
struct Request {
  wire::pad::Prompt prompt = wire::pad::Prompt::verify;
  unsigned least = wire::pad::kLeastDigits, most = wire::pad::kMostDigits;
  std::chrono::milliseconds limit{30000};  ///< for the holder; at most ten minutes
};

/// One at a time asks; connects when it is first needed and after a fault.
class PinPad {
 public:
  explicit PinPad(std::string socketPath) : path_(std::move(socketPath)) {}

  /// Connects and agrees on a key where that is not done yet; the holder is asked nothing. At most four
  /// seconds.
  tl::expected<void, PadError> greet(const std::stop_token& stop);
  /// The digits in ASCII. The pad itself ends the entry at the limit; a pad that does not answer is given up
  /// two seconds later, one that does not even greet after two seconds. A stop is seen within a tenth of one.
  tl::expected<crypto::SecretBytes, PadError> ask(const Request& request, const std::stop_token& stop);

 private:
  struct Session {
    PadLink link;
    crypto::Key key;
    std::uint32_t entry = 0;  ///< the last one asked for
  };
  static tl::expected<Session, PadError> begin(const std::string& path, const std::stop_token& stop);
  static tl::expected<crypto::SecretBytes, PadError> askIn(Session& session, const Request& request,
                                                           const std::stop_token& stop);

  std::string path_;
  std::optional<Session> session_;
};

}  // namespace ssc::pad
