#include "hostlib/profile/hardware_profile.hpp"

#include <algorithm>
#include <array>

#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {
namespace {

struct RoleRow {
  SlotRole role;
  std::string_view text;
};
constexpr std::array kRoles{RoleRow{SlotRole::contact, "contact"},
                            RoleRow{SlotRole::contactless, "contactless"}, RoleRow{SlotRole::sam, "sam"}};

std::optional<SlotRole> roleFrom(std::string_view text) {
  for (const RoleRow& row : kRoles) {
    if (row.text == text) return row.role;
  }
  return std::nullopt;
}

constexpr std::int64_t kMaxSlots = 16;

tl::expected<Slot, FileError> readSlot(const toml::table& table, const std::string& file, std::size_t index) {
  TableReader in(table, file, "slot[" + std::to_string(index) + "].");
  const auto number = in.number("number", 0, kMaxSlots - 1);
  in.require(number.has_value(), "number");
  const auto role = in.text("role");
  in.require(role.has_value(), "role");
  const auto known = roleFrom(role.value_or(""));
  if (!known) in.fail("role", "must be contact, contactless or sam");
  if (const auto error = in.finish()) return tl::unexpected(*error);
  return Slot{static_cast<std::uint8_t>(*number), *known};
}

tl::expected<std::vector<Slot>, FileError> readSlots(const std::vector<const toml::table*>& tables,
                                                     const std::string& file) {
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto slot = readSlot(*tables[i], file, i);
    if (!slot) return tl::unexpected(slot.error());
    const bool taken =
        std::any_of(slots.begin(), slots.end(), [&](const Slot& s) { return s.number == slot->number; });
    if (taken) {
      return tl::unexpected(
          FileError{file, "slot[" + std::to_string(i) + "].number", "is used by two slots"});
    }
    slots.push_back(*slot);
  }
  std::sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) { return a.number < b.number; });
  return slots;
}

// Settings of the firmware's build that hosts do not use; known, so that they are not taken for misspelt
// ones.
void acceptFirmwareSettings(TableReader& in) {
  (void)in.text("ccid_type");
  (void)in.text("exchange_level");
  (void)in.text("firmware_text");
  (void)in.texts("voltage_classes");
  (void)in.number("clock_khz", 1000, 20000);
  (void)in.number("max_message_bytes", 10 + 261, 65544);
}

}  // namespace

std::string_view toText(SlotRole role) {
  for (const RoleRow& row : kRoles) {
    if (row.role == role) return row.text;
  }
  return "unknown";
}

bool matchesPattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

bool HardwareProfile::matches(std::string_view deviceName) const {
  return std::any_of(pcscNames.begin(), pcscNames.end(),
                     [&](const std::string& pattern) { return matchesPattern(pattern, deviceName); });
}

std::optional<std::uint8_t> HardwareProfile::slotOf(SlotRole role) const {
  const auto it = std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return s.role == role; });
  if (it == slots.end()) return std::nullopt;
  return it->number;
}

std::optional<SlotRole> HardwareProfile::roleOf(std::uint8_t slot) const {
  const auto it = std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return s.number == slot; });
  if (it == slots.end()) return std::nullopt;
  return it->role;
}

tl::expected<HardwareProfile, FileError> readHardwareProfile(const std::filesystem::path& file) {
  const auto root = parseTomlFile(file.string());
  if (!root) return tl::unexpected(root.error());
  TableReader top(*root, file.string(), "");
  const toml::table* readerTable = top.table("reader");
  const auto slotTables = top.tables("slot");
  top.require(readerTable != nullptr, "reader");
  top.require(!slotTables.empty(), "slot");
  if (const auto error = top.finish()) return tl::unexpected(*error);

  TableReader in(*readerTable, file.string(), "reader.");
  HardwareProfile profile;
  const auto model = in.text("model");
  in.require(model.has_value(), "model");
  profile.model = model.value_or("");
  profile.label = in.text("label").value_or(profile.model);
  profile.pcscNames = in.texts("pcsc_names");
  in.require(!profile.pcscNames.empty(), "pcsc_names");
  profile.simulated = in.flag("simulated").value_or(false);
  acceptFirmwareSettings(in);
  if (const auto error = in.finish()) return tl::unexpected(*error);

  auto slots = readSlots(slotTables, file.string());
  if (!slots) return tl::unexpected(slots.error());
  profile.slots = std::move(*slots);
  return profile;
}

}  // namespace ssc::profile
