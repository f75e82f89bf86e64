#include "hostlib/flows/survey.hpp"

#include <algorithm>

#include "apdu/pcsc/job.hpp"
#include "apdu/pcsc/watcher.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::flows {
namespace {

using apdu::ChannelError;

SlotSurvey surveySlot(const pcsc::ReaderState& state, std::size_t number,
                      const profile::HardwareProfile& profile) {
  SlotSurvey slot;
  slot.name = state.reader();
  slot.number = static_cast<std::uint8_t>(number);
  slot.role = profile.roleOf(slot.number);
  slot.hasCard = state.hasCard();
  slot.mute = state.isMute();
  slot.held = state.isHeld();
  slot.atr = state.atr();
  return slot;
}

std::vector<std::string> namesOf(const pcsc::Watcher& watcher) {
  std::vector<std::string> names;
  for (const pcsc::ReaderState& state : watcher.readers())
    names.push_back(state.reader());
  return names;
}

Outcome<DeviceSurvey> surveyDevice(const Device& device, const profile::Config& config,
                                   const pcsc::Watcher& watcher) {
  const auto profile = profile::profileFor(config, {device.name});
  if (!profile) return tl::unexpected(failureFrom(profile.error()));
  DeviceSurvey found;
  found.name = device.name;
  found.profileModel = profile->model;
  found.profileLabel = profile->label;
  for (std::size_t i = 0; i < device.slots.size(); ++i) {
    const pcsc::ReaderState* state = watcher.find(device.slots[i]);
    if (state != nullptr) found.slots.push_back(surveySlot(*state, i, *profile));
  }
  return found;
}

Outcome<std::vector<DeviceSurvey>> surveyInJob(const profile::Config& config) {
  pcsc::Watcher watcher;
  const auto events = watcher.poll();
  if (!events) return tl::unexpected(Failure{reasonFor(events.error()), "list the readers", {}});
  const auto selection = selectDevice(config, namesOf(watcher));
  if (!selection && selection.error().reason == Reason::badConfiguration)
    return tl::unexpected(selection.error());
  std::vector<DeviceSurvey> devices;
  for (const Device& device : devicesOf(namesOf(watcher))) {
    auto found = surveyDevice(device, config, watcher);
    if (!found) return tl::unexpected(found.error());
    found->selected =
        selection && selection->device.name == device.name && selection->device.number == device.number;
    devices.push_back(std::move(*found));
  }
  return devices;
}

bool hasCardIn(const std::vector<DeviceSurvey>& devices, const std::vector<profile::SlotRole>& roles) {
  for (const DeviceSurvey& device : devices) {
    if (!device.selected) continue;
    for (const SlotSurvey& slot : device.slots) {
      const bool wanted = slot.role && std::find(roles.begin(), roles.end(), *slot.role) != roles.end();
      if (wanted && slot.hasCard && !slot.mute) return true;
    }
  }
  return false;
}

Outcome<void> waitInJob(const profile::Config& config, const std::vector<profile::SlotRole>& roles,
                        const pcsc::JobToken& job) {
  pcsc::Watcher watcher;
  while (true) {
    const auto devices = surveyInJob(config);
    if (!devices) return tl::unexpected(devices.error());
    if (hasCardIn(*devices, roles)) return {};
    const auto events = watcher.waitFor(job.deadline(), job.stopToken());
    if (!events && events.error() == ChannelError::timedOut) {
      return tl::unexpected(Failure{Reason::cardAbsent, "wait for a card", {}});
    }
    if (!events) return tl::unexpected(Failure{reasonFor(events.error()), "wait for a card", {}});
  }
}

}  // namespace

Outcome<std::vector<DeviceSurvey>> survey(const profile::Config& config, std::stop_token stop) {
  using Devices = Outcome<std::vector<DeviceSurvey>>;
  auto outcome = pcsc::runAbandonable(
      pcsc::Clock::now() + config.callLimit, stop,
      [config](const pcsc::JobToken&) -> tl::expected<Devices, ChannelError> { return surveyInJob(config); });
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), "list the readers", {}});
  return std::move(*outcome);
}

const DeviceSurvey* selectedOf(const std::vector<DeviceSurvey>& devices) {
  const auto it = std::find_if(devices.begin(), devices.end(),
                               [](const DeviceSurvey& device) { return device.selected; });
  return it == devices.end() ? nullptr : &*it;
}

Outcome<void> waitForCard(const profile::Config& config, const std::vector<profile::SlotRole>& roles,
                          std::chrono::milliseconds limit, std::stop_token stop) {
  auto outcome = pcsc::runAbandonable(
      pcsc::Clock::now() + limit, stop,
      [config, roles](const pcsc::JobToken& job) -> tl::expected<Outcome<void>, ChannelError> {
        return waitInJob(config, roles, job);
      });
  if (!outcome && outcome.error() == ChannelError::timedOut) {
    return tl::unexpected(Failure{Reason::cardAbsent, "wait for a card", {}});
  }
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), "wait for a card", {}});
  return std::move(*outcome);
}

}  // namespace ssc::flows
