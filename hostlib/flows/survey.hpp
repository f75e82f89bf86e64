// What is attached: devices, their slots, what each slot is for, and whether a card is in it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "apdu/bytes.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

struct SlotSurvey {
  std::string name;  ///< as PC/SC lists it
  std::uint8_t number = 0;
  std::optional<profile::SlotRole> role;  ///< empty where no profile knows the slot
  bool hasCard = false;
  bool mute = false;
  bool held = false;  ///< a program is using the card
  apdu::Bytes atr;    ///< empty without an answering card
};

struct DeviceSurvey {
  std::string name;
  std::string profileModel;  ///< "unknown" where no profile fits
  std::string profileLabel;
  bool selected = false;  ///< the one that the configuration leads to
  std::vector<SlotSurvey> slots;
};

/// Bounded by `config.callLimit`.
Outcome<std::vector<DeviceSurvey>> survey(const profile::Config& config, std::stop_token stop = {});

/// The device that the configuration leads to; null where none is attached.
const DeviceSurvey* selectedOf(const std::vector<DeviceSurvey>& devices);

/// Waits until a card that answers is in a slot of the given roles; gives nothing but the fact. Bounded by
/// `limit`.
Outcome<void> waitForCard(const profile::Config& config, const std::vector<profile::SlotRole>& roles,
                          std::chrono::milliseconds limit, std::stop_token stop = {});

}  // namespace ssc::flows
