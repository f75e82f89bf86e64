// What a reader model is, as data. The values come from hw-profiles/*.toml, generated at build time.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "firmware/core/slot.hpp"

namespace ssc::fw {

inline constexpr std::size_t kMaxSlots = 8;

enum class SlotRole : std::uint8_t { none, contact, contactless, sam };

struct ReaderProfile {
  std::string_view model;
  std::string_view label;
  std::string_view ccidType;
  std::string_view firmwareText;  ///< printable ASCII, at most 48 characters (libccid keeps 49)
  std::uint32_t clockKHz = kDefaultClockKHz;
  VoltageClasses voltageClasses = classBit(Voltage::classA);
  std::uint8_t slotCount = 0;
  std::array<SlotRole, kMaxSlots> roles{};
};

}  // namespace ssc::fw
