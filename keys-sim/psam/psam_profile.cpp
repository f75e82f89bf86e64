#include "keys-sim/psam/psam_profile.hpp"

#include <algorithm>
#include <cctype>

#include "keys-sim/keys/test_roots.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim {
namespace {

std::string digits(Section& section, std::string_view key, std::size_t count) {
  const std::string text = section.string(key);
  const bool decimal = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal || text.size() != count) section.fail(key, "must be " + std::to_string(count) + " digits");
  return text;
}

void readTerminal(Section& top, PsamProfile& profile) {
  profile.name = top.string("name");
  const bool plain = std::all_of(profile.name.begin(), profile.name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  if (profile.name.empty() || !plain)
    top.fail("name", "must be letters, digits, - and _ (it names the state file)");
  profile.terminalNumber = digits(top, "terminal-number", 12);
  if (!profile.terminalNumber.starts_with("9999"))
    top.fail("terminal-number", "the region must be a test region, 9999xx");
  profile.serial = digits(top, "serial", 20);
  profile.historicalBytes = top.hex("historical-bytes", cardspec::kHistoricalBytes);
  profile.rootLabel = top.stringOr("root-label", std::string(TestRoots::kDefaultLabel));
}

void readEnvironments(Section& top, PsamProfile& profile) {
  const auto names = top.stringsOr("environments");
  profile.hasTripleDes = profile.hasSm4 = names.empty();
  for (const auto& name : names) {
    if (name != "3des" && name != "sm4") return top.fail("environments", "must be a list of: 3des, sm4");
    (name == "sm4" ? profile.hasSm4 : profile.hasTripleDes) = true;
  }
}

void readKeys(Section& top, PsamProfile& profile) {
  profile.level = static_cast<cardspec::Level>(top.integer("level", 1, 3));
  for (const auto& name : top.stringsOr("missing-keys")) {
    if (!cardspec::findKey(name)) return top.fail("missing-keys", name + " is not a key");
    profile.missingKeys.insert(name);
  }
  Section levels = top.child("levels");
  for (const auto& name : levels.keys()) {
    if (!cardspec::findKey(name)) return levels.fail(name, "is not a key");
    profile.levels[name] = static_cast<cardspec::Level>(levels.integer(name, 1, 3));
  }
}

ProfileResult<PsamProfile> readProfile(const toml::table& table, const std::string& file) {
  Section top(table, file);
  PsamProfile profile;
  readTerminal(top, profile);
  readEnvironments(top, profile);
  readKeys(top, profile);
  const bool macInvalid = top.choice("wrong-mac2-status", {"63CF", "9302"}, "63CF") == "9302";
  profile.wrongMac2 = apdu::StatusWord(macInvalid ? 0x9302 : 0x63CF);
  top.rejectUnknown();
  if (top.error()) return tl::unexpected(*top.error());
  return profile;
}

}  // namespace

ProfileResult<PsamProfile> parsePsamProfile(std::string_view toml, const std::string& nameForErrors) {
  const auto table = parseToml(toml, nameForErrors);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, nameForErrors);
}

ProfileResult<PsamProfile> loadPsamProfile(const std::string& path) {
  const auto table = parseTomlFile(path);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, path);
}

}  // namespace ssc::sim
