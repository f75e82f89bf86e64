// Internal: a pad's messages over a unix stream socket. Every wait is bounded and ends soon after a stop.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "hostlib/pad/error.hpp"
#include "wire/pin_pad.hpp"

namespace ssc::pad {

/// How long a wait may last.
struct Patience {
  using Clock = std::chrono::steady_clock;
  Clock::time_point until;
  std::stop_token stop;

  /// Why there is no more waiting: stopped, or `late` once the time is over.
  [[nodiscard]] tl::expected<void, PadError> left(PadError late) const;
};

class PadLink {
 public:
  static tl::expected<PadLink, PadError> connect(const std::string& path, const Patience& patience);
  PadLink(PadLink&& other) noexcept;
  PadLink& operator=(PadLink&& other) noexcept;
  PadLink(const PadLink&) = delete;
  PadLink& operator=(const PadLink&) = delete;
  ~PadLink();

  /// Does not wait: a pad that has left no room for a frame has not read for a long time.
  [[nodiscard]] tl::expected<void, PadError> send(const wire::pad::Message& message) const;
  tl::expected<wire::pad::Message, PadError> receive(const Patience& patience);
  /// Nothing has come and the pad is there: what an idle link looks like.
  [[nodiscard]] bool isIdle() const;

 private:
  explicit PadLink(int socket) : socket_(socket) {}
  [[nodiscard]] tl::expected<void, PadError> readSome();

  int socket_;
  wire::pad::MessageReader reader_;
};

}  // namespace ssc::pad
