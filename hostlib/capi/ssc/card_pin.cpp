// The card's PIN: tries, verifying, changing, setting anew, unblocking.
#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/card/pin.hpp"
#include "hostlib/flows/pin_service.hpp"

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;

constexpr int kNoPinAsked = -1;

Outcome<void> readTries(OpenCard& card, const std::stop_token& stop, int* tries) {
  if (tries == nullptr) return tl::unexpected(Failure{Reason::badParameter, "tries", {}});
  const auto state = card.run<card::PinState>(
      stop, {}, [](flows::Visit& visit) { return flows::lift(card::queryPin(visit.card())); });
  if (!state) return tl::unexpected(state.error());
  *tries = state->required ? static_cast<int>(state->triesLeft) : kNoPinAsked;
  return {};
}

struct PinAction {
  unsigned entries;
  Outcome<void> (*run)(flows::Visit&);
};
constexpr PinAction kVerify{1, [](flows::Visit& visit) { return visit.verifyPin(); }};
constexpr PinAction kChange{3, flows::changePin};
constexpr PinAction kReload{2, flows::reloadPin};
constexpr PinAction kUnblock{0, flows::unblockPin};

// An entry that was good before says nothing about the PIN that is on the card afterwards.
int act(ssc_card* card, const PinAction& action) {
  return callCard(card, [&](OpenCard& open, const std::stop_token& stop) {
    return open.run<void>(stop, {action.entries, {}}, [run = action.run](flows::Visit& visit) {
      visit.forgetPin();
      auto done = run(visit);
      if (run != kVerify.run) visit.forgetPin();
      return done;
    });
  });
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_card_pin_tries(ssc_card* card, int* tries) {
  return callCard(card,
                  [&](OpenCard& open, const std::stop_token& stop) { return readTries(open, stop, tries); });
}

int ssc_card_pin_verify(ssc_card* card) {
  return act(card, kVerify);
}

int ssc_card_pin_change(ssc_card* card) {
  return act(card, kChange);
}

int ssc_card_pin_reload(ssc_card* card) {
  return act(card, kReload);
}

int ssc_card_pin_unblock(ssc_card* card) {
  return act(card, kUnblock);
}
