// The slot numbers of the low-level interface: 0x0n citizens' cards, 0x1n security modules, n from 1 to F.
#pragma once

#include <cstdint>
#include <optional>

#include "hostlib/profile/hardware_profile.hpp"

namespace ssc::capi::ssse32 {

/// The slot of the device as PC/SC counts, from 0: the n-th of the profile that is for cards (contact and
/// contactless) or for security modules. Empty for other numbers and where the profile has no n-th.
std::optional<std::uint8_t> slotFor(const profile::HardwareProfile& profile, std::uint8_t slotNumber);

}  // namespace ssc::capi::ssse32
