// A terminal behind a handle: its configuration, its PIN callback, its watch, and the cards that were opened
// in it.
#pragma once

#include <memory>
#include <vector>

#include "hostlib/capi/ssc/events.hpp"
#include "hostlib/capi/ssc/handle.hpp"
#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/capi/ssc/pins.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::capi {

class OpenTerminal {
 public:
  explicit OpenTerminal(profile::Config config) : config_(std::move(config)) {}

  [[nodiscard]] Handle& handle() { return handle_; }
  // For calls, which have the handle's turn.
  [[nodiscard]] profile::Config& config() { return config_; }
  [[nodiscard]] const std::shared_ptr<PinDesk>& desk() const { return desk_; }
  [[nodiscard]] std::unique_ptr<EventWatch>& watch() { return watch_; }
  /// Remembers a card, to let it go when the terminal is closed.
  void keep(const std::shared_ptr<OpenCard>& card);

  /// Ends what is under way, stops the watch and lets all cards go.
  void close();

 private:
  Handle handle_;
  profile::Config config_;
  std::shared_ptr<PinDesk> desk_ = std::make_shared<PinDesk>();
  std::unique_ptr<EventWatch> watch_;
  std::vector<std::weak_ptr<OpenCard>> cards_;
};

}  // namespace ssc::capi

struct ssc_terminal {
  std::shared_ptr<ssc::capi::OpenTerminal> terminal;
};

namespace ssc::capi {

/// The last failure in the language asked for; a null handle and any other language are badParameter.
int tellLast(const Handle* handle, int language, const Output& out) noexcept;

/// An export that only succeeds or fails.
template <class Body>  // Outcome<void>(OpenTerminal&, const std::stop_token&)
int callTerminal(ssc_terminal* terminal, const Body& body) noexcept {
  if (terminal == nullptr) return refuse(flows::Reason::badParameter);
  const auto open = terminal->terminal;
  return open->handle().call([&](const std::stop_token& stop) { return body(*open, stop); });
}

/// An export with a result.
template <class Make>  // Outcome<crypto::SecretBytes>(OpenTerminal&, const std::stop_token&)
int giveFromTerminal(ssc_terminal* terminal, const Output& out, const CallKey& key,
                     const Make& make) noexcept {
  if (terminal == nullptr) return refuse(flows::Reason::badParameter);
  const auto open = terminal->terminal;
  return open->handle().give(out, key, [&](const std::stop_token& stop) { return make(*open, stop); });
}

}  // namespace ssc::capi
