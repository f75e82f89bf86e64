#include "keys-sim/psam/psam_keys.hpp"

#include <algorithm>
#include <vector>

namespace ssc::sim {
namespace {

constexpr std::uint8_t kMacType = 6, kMacAndEncryptionType = 8;
constexpr std::size_t kNationLevel = 3;

// From the national root down to where this PSAM stands: nothing, its province, its province and its city.
std::vector<cardspec::Factor> factorsTo(std::size_t level, const std::string& region) {
  std::vector<cardspec::Factor> factors;
  const auto province = cardspec::provinceFactor(region);
  const auto city = cardspec::cityFactor(region);
  if (level < kNationLevel && province) factors.push_back(*province);
  if (level < kNationLevel - 1 && city) factors.push_back(*city);
  return factors;
}

// A command gives the factors from the card upwards; a root goes down to the card.
std::vector<cardspec::Factor> factorsDownwards(ByteView data) {
  std::vector<cardspec::Factor> factors(data.size() / kFactorSize);
  for (auto factor = factors.rbegin(); factor != factors.rend(); ++factor, data = data.subspan(kFactorSize))
    std::copy_n(data.begin(), kFactorSize, factor->begin());
  return factors;
}

std::size_t levelOf(const PsamProfile& profile, const std::string& name) {
  const auto exception = profile.levels.find(name);
  return static_cast<std::size_t>(exception == profile.levels.end() ? profile.level : exception->second);
}

// Only the purchase keys have one identifier a version; of the others a PSAM holds version 1.
std::uint8_t versionsHeld(const cardspec::Key& row) {
  return row.name == "DPK" ? row.versions : std::uint8_t{1};
}

}  // namespace

bool PsamKey::isUsableAs(std::uint8_t wantedType) const {
  return wantedType == type || (type == kMacType && wantedType == kMacAndEncryptionType);
}

CryptoResult<Key> cardKeyOf(Algorithm algorithm, const PsamKey& root, ByteView factors) {
  return deriveChain(algorithm, root.value.clone(), factorsDownwards(factors));
}

CryptoResult<PsamKeys> PsamKeys::derive(const PsamProfile& profile, Algorithm environment) {
  const TestRoots roots(profile.rootLabel);
  PsamKeys keys;
  for (const auto& row : cardspec::keys()) {
    const std::string name(row.name);
    if (profile.missingKeys.contains(name)) continue;
    for (std::uint8_t version = 1; version <= versionsHeld(row); ++version) {
      auto root = roots.root(environment, rootName(row.name, version));
      if (!root) return tl::unexpected(root.error());
      const std::size_t level = levelOf(profile, name);
      auto value = deriveChain(environment, std::move(*root), factorsTo(level, profile.region()));
      if (!value) return tl::unexpected(value.error());
      const auto identifier = static_cast<std::uint8_t>(row.psamId + version - 1);
      keys.keys_.emplace(identifier, PsamKey{name, row.psamType, level, std::move(*value)});
    }
  }
  return keys;
}

const PsamKey* PsamKeys::find(std::uint8_t type, std::uint8_t identifier) const {
  const auto [first, last] = keys_.equal_range(identifier);
  const auto found =
      std::find_if(first, last, [&](const auto& entry) { return entry.second.isUsableAs(type); });
  return found == last ? nullptr : &found->second;
}

}  // namespace ssc::sim
