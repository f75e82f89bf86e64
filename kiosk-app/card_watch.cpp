#include "kiosk-app/card_watch.hpp"

#include <QMetaObject>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "apdu/pcsc/watcher.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::kiosk {
namespace {

constexpr std::chrono::seconds kLook{2};          // at most between two looks; a card is noticed at once
constexpr std::chrono::milliseconds kPause{500};  // after a service that is not there

CardPlace placeOf(const pcsc::ReaderState& slot) {
  if (!slot.hasCard()) return CardPlace::empty;
  return slot.isMute() ? CardPlace::mute : CardPlace::there;
}

/// The best of the slots for citizens' cards; the contacts where both hold one.
CardSeen seenBy(const pcsc::Watcher& watcher, const profile::Config& config) {
  std::vector<std::string> names;
  for (const pcsc::ReaderState& state : watcher.readers())
    names.push_back(state.reader());
  CardSeen seen;
  const auto chosen = flows::selectDevice(config, names);
  if (!chosen) return seen;
  for (const auto role : {profile::SlotRole::contact, profile::SlotRole::contactless}) {
    const auto number = chosen->profile.slotOf(role);
    if (!number || *number >= chosen->device.slots.size()) continue;
    const auto* slot = watcher.find(chosen->device.slots[*number]);
    if (slot == nullptr) continue;
    const bool isTap = role == profile::SlotRole::contactless;
    seen.canTap = seen.canTap || isTap;
    if (placeOf(*slot) <= seen.place) continue;
    seen.place = placeOf(*slot);
    seen.tapped = isTap && seen.place != CardPlace::empty;
  }
  return seen;
}

}  // namespace

CardWatch::CardWatch(profile::Config config, QObject* parent)
    : QObject(parent),
      config_(std::move(config)),
      thread_([this](const std::stop_token& stop) { follow(stop); }) {}

void CardWatch::follow(const std::stop_token& stop) {
  pcsc::Watcher watcher;
  std::mutex mutex;
  std::condition_variable_any wake;
  std::optional<CardSeen> last;
  while (!stop.stop_requested()) {
    const auto events = watcher.waitFor(pcsc::Clock::now() + kLook, stop);
    const bool quiet = !events && events.error() == apdu::ChannelError::timedOut;
    const CardSeen now = events || quiet ? seenBy(watcher, config_) : CardSeen();
    if (now != last) tell(now);
    last = now;
    std::unique_lock lock(mutex);
    if (!events && !quiet) wake.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void CardWatch::tell(const CardSeen& seen) {
  QMetaObject::invokeMethod(
      this,
      [this, seen] {
        seen_ = seen;
        looked_ = true;
        Q_EMIT changed();
      },
      Qt::QueuedConnection);
}

}  // namespace ssc::kiosk
