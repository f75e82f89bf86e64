// A card behind a handle: held between the calls, with its PIN source and what a write can take back.
#pragma once

#include <functional>
#include <memory>

#include "hostlib/capi/ssc/handle.hpp"
#include "hostlib/capi/ssc/pins.hpp"
#include "hostlib/capi/ssc/undo.hpp"
#include "hostlib/flows/held_card.hpp"

namespace ssc::capi {

/// What one call may take besides the handle's time limit.
struct CardUse {
  unsigned pinEntries = 0;
  std::chrono::milliseconds extraTime{};
};

/// Whether a failure ends the card's stay: it, its reader or the connection to it is gone. After any other
/// one, a wrong PIN for example, the card stays.
bool endsStay(flows::Reason reason);

class OpenCard {
 public:
  template <class T>
  using Flow = std::function<flows::Outcome<T>(flows::Visit&)>;

  OpenCard(profile::Config config, flows::CardInterface interface, std::shared_ptr<const PinDesk> desk)
      : config_(std::move(config)),
        interface_(interface),
        pins_(std::make_shared<CardPins>(std::move(desk), config_)),
        held_(config_) {}

  [[nodiscard]] Handle& handle() { return handle_; }
  [[nodiscard]] const profile::Config& config() const { return config_; }
  [[nodiscard]] flows::CardInterface interface() const { return interface_; }
  [[nodiscard]] std::optional<Undo>& undo() { return undo_; }

  /// Powers and recognises the card. The first thing that happens to it.
  flows::Outcome<void> take(const std::stop_token& stop);
  /// Ends what is under way, resets the card and lets the reader go.
  void letGo();

  /// Runs a flow on the card, which is in its environment. noSession when it was lost before. The flow owns
  /// what it captures: it may be left behind.
  template <class T>
  flows::Outcome<T> run(const std::stop_token& stop, const CardUse& use, Flow<T> flow) {
    struct Ended {
      flows::Outcome<T> outcome;
    };
    auto ended = held_.go<Ended>(optionsFor(stop, use), [flow = std::move(flow)](flows::Visit& visit) {
      auto outcome = inEnvironment<T>(visit, flow);
      if (!outcome && endsStay(outcome.error().reason))
        return flows::Outcome<Ended>(tl::unexpected(outcome.error()));
      return flows::Outcome<Ended>(Ended{std::move(outcome)});
    });
    if (!ended) return tl::unexpected(ended.error());
    return std::move(ended->outcome);
  }

 private:
  template <class T>
  static flows::Outcome<T> inEnvironment(flows::Visit& visit, const Flow<T>& flow) {
    if (const auto there = visit.comeBack(); !there) return tl::unexpected(there.error());
    return flow(visit);
  }
  flows::CallOptions optionsFor(const std::stop_token& stop, const CardUse& use);

  Handle handle_;
  profile::Config config_;
  flows::CardInterface interface_;
  std::shared_ptr<CardPins> pins_;
  flows::HeldCard held_;
  std::optional<Undo> undo_;
};

}  // namespace ssc::capi

/// The handle shares its card: a terminal that is closed lets it go, and calls that are under way finish.
struct ssc_card {
  std::shared_ptr<ssc::capi::OpenCard> card;
};

namespace ssc::capi {

/// An export with a result.
template <class Make>  // Outcome<crypto::SecretBytes>(OpenCard&, const std::stop_token&)
int giveOnCard(ssc_card* card, const Output& out, const CallKey& key, const Make& make) noexcept {
  if (card == nullptr) return refuse(flows::Reason::badParameter);
  const auto open = card->card;
  return open->handle().give(out, key, [&](const std::stop_token& stop) { return make(*open, stop); });
}

/// An export that only succeeds or fails.
template <class Body>  // Outcome<void>(OpenCard&, const std::stop_token&)
int callCard(ssc_card* card, const Body& body) noexcept {
  if (card == nullptr) return refuse(flows::Reason::badParameter);
  const auto open = card->card;
  return open->handle().call([&](const std::stop_token& stop) { return body(*open, stop); });
}

}  // namespace ssc::capi
