// A reader model: which slot is what. Read from hw-profiles/*.toml, so that hosts never guess by names in
// code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hostlib/profile/error.hpp"

namespace ssc::profile {

enum class SlotRole : std::uint8_t { contact, contactless, sam };

std::string_view toText(SlotRole role);

struct Slot {
  std::uint8_t number;  ///< as PC/SC counts the slots of one device, from 0
  SlotRole role;
};

struct HardwareProfile {
  std::string model;  ///< "ssc-sim-reader"
  std::string label;  ///< for people
  std::vector<std::string>
      pcscNames;  ///< shell patterns (* and ?) of the device's PC/SC name without its numbers
  bool simulated = false;
  std::vector<Slot> slots;  ///< in order of their numbers

  /// Whether a PC/SC device name (without the trailing numbers) is of this model.
  [[nodiscard]] bool matches(std::string_view deviceName) const;
  /// The first slot of this role.
  [[nodiscard]] std::optional<std::uint8_t> slotOf(SlotRole role) const;
  [[nodiscard]] std::optional<SlotRole> roleOf(std::uint8_t slot) const;
};

tl::expected<HardwareProfile, FileError> readHardwareProfile(const std::filesystem::path& file);

/// Shell-style match: * any text, ? one character.
bool matchesPattern(std::string_view pattern, std::string_view text);

}  // namespace ssc::profile
