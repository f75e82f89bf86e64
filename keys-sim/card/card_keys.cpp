#include "keys-sim/card/card_keys.hpp"

#include "keys-sim/keys/derivation.hpp"

namespace ssc::sim {
namespace {

constexpr std::string_view kFakeSuffix = "/FAKE";

}  // namespace

CryptoResult<CardKeys> CardKeys::derive(const CardProfile& profile, bool fake) {
  const auto place = cardPlace(profile.region, profile.historicalBytes);
  if (!place) return tl::unexpected(CryptoError::badLength);
  const TestRoots roots(fake ? profile.rootLabel + std::string(kFakeSuffix) : profile.rootLabel);
  CardKeys keys;
  for (const auto& row : cardspec::keys()) {
    for (std::uint8_t version = 1; version <= row.versions; ++version) {
      const std::string name = rootName(row.name, version);
      auto key = cardKey(roots, profile.algorithm, *place, name);
      if (!key) return tl::unexpected(key.error());
      keys.keys_.insert_or_assign(name, std::move(*key));
    }
  }
  return keys;
}

const Key* CardKeys::find(std::string_view name, std::uint8_t version) const {
  const auto found = keys_.find(rootName(name, version));
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace ssc::sim
