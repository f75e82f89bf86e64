#include "hostlib/capi/ssse32/slot_number.hpp"

namespace ssc::capi::ssse32 {
namespace {

constexpr unsigned kUserSlots = 0;
constexpr unsigned kSamSlots = 1;

unsigned groupOf(profile::SlotRole role) {
  return role == profile::SlotRole::sam ? kSamSlots : kUserSlots;
}

}  // namespace

std::optional<std::uint8_t> slotFor(const profile::HardwareProfile& profile, std::uint8_t slotNumber) {
  const unsigned group = slotNumber >> 4;
  unsigned left = slotNumber & 0x0F;
  if (left == 0) return std::nullopt;
  for (const profile::Slot& slot : profile.slots) {
    if (groupOf(slot.role) == group && --left == 0) return slot.number;
  }
  return std::nullopt;
}

}  // namespace ssc::capi::ssse32
