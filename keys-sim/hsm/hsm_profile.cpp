#include "keys-sim/hsm/hsm_profile.hpp"

#include <algorithm>
#include <limits>

#include "card-spec/tables.hpp"
#include "keys-sim/keys/test_roots.hpp"
#include "keys-sim/profile/section.hpp"
#include "wire/hsm.hpp"

namespace ssc::sim {
namespace {

bool isTestRegion(const std::string& text) {
  const bool decimal = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return decimal && text.size() >= 4 && text.size() <= 6 && text.starts_with("9999");
}

void readEnvironments(Section& top, HsmProfile& profile) {
  const auto names = top.stringsOr("environments");
  profile.hasTripleDes = profile.hasSm4 = names.empty();
  for (const auto& name : names) {
    if (name != "3des" && name != "sm4") return top.fail("environments", "must be a list of: 3des, sm4");
    (name == "sm4" ? profile.hasSm4 : profile.hasTripleDes) = true;
  }
}

void readReference(Section& region, const std::string& digits, const std::string& keyName,
                   HsmProfile& profile) {
  const std::string reference = region.string(keyName);
  if (!cardspec::findKey(keyName)) return region.fail(keyName, "is not a key");
  if (!wire::hsm::isKeyReference(reference))
    return region.fail(keyName, "must be 1 to 16 printable characters without blank and bar");
  if (!profile.keys.emplace(reference, HsmKey{digits, keyName}).second)
    region.fail(keyName, "the reference is used twice");
}

void readKeys(Section& top, HsmProfile& profile) {
  Section keys = top.child("keys");
  for (const auto& digits : keys.keys()) {
    if (!isTestRegion(digits)) return keys.fail(digits, "must be 4 to 6 digits of a test region, 9999xx");
    Section region = keys.child(digits);
    for (const auto& keyName : region.keys())
      readReference(region, digits, keyName, profile);
  }
  if (profile.keys.empty()) top.fail("keys", "must name at least one key");
}

ProfileResult<HsmProfile> readProfile(const toml::table& table, const std::string& file) {
  Section top(table, file);
  HsmProfile profile;
  profile.name = top.string("name");
  profile.rootLabel = top.stringOr("root-label", std::string(TestRoots::kDefaultLabel));
  profile.firstSequence = static_cast<std::uint32_t>(
      top.integer("first-sequence", 1, std::numeric_limits<std::uint32_t>::max(), 1));
  readEnvironments(top, profile);
  readKeys(top, profile);
  top.rejectUnknown();
  if (top.error()) return tl::unexpected(*top.error());
  return profile;
}

}  // namespace

ProfileResult<HsmProfile> parseHsmProfile(std::string_view toml, const std::string& nameForErrors) {
  const auto table = parseToml(toml, nameForErrors);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, nameForErrors);
}

ProfileResult<HsmProfile> loadHsmProfile(const std::string& path) {
  const auto table = parseTomlFile(path);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, path);
}

}  // namespace ssc::sim
