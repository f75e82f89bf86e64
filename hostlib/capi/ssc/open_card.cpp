#include "hostlib/capi/ssc/open_card.hpp"

#include <algorithm>
#include <array>

namespace ssc::capi {
namespace {

using flows::Outcome;
using flows::Reason;

constexpr std::array kEndings{
    Reason::serviceAbsent, Reason::serviceStopped, Reason::noReader,      Reason::readerGone,
    Reason::cardAbsent,    Reason::cardRemoved,    Reason::cardReset,     Reason::cardMute,
    Reason::timedOut,      Reason::cancelled,      Reason::communication, Reason::debitUncertain,
    Reason::internalError,
};

}  // namespace

bool endsStay(Reason reason) {
  return std::ranges::find(kEndings, reason) != kEndings.end();
}

flows::CallOptions OpenCard::optionsFor(const std::stop_token& stop, const CardUse& use) {
  pins_->renew(stop);
  flows::CallOptions options;
  options.modules = flows::ModulePolicy::psamThenHsm;
  options.pins = pins_;
  options.pinEntries = use.pinEntries;
  options.stop = stop;
  options.extraTime = use.extraTime;
  return options;
}

Outcome<void> OpenCard::take(const std::stop_token& stop) {
  return held_.begin(optionsFor(stop, {}),
                     [interface = interface_](flows::Visit& visit) { return visit.take(interface); });
}

void OpenCard::letGo() {
  handle_.cancel();
  handle_.atRest([this] {
    undo_.reset();
    held_.release();
  });
}

}  // namespace ssc::capi
