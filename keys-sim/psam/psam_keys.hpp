// The roots inside a PSAM. A root of level 3 (nation) needs three factors to reach a card key, one of level 1
// (city) one.
#pragma once

#include <map>

#include "keys-sim/keys/derivation.hpp"
#include "keys-sim/psam/psam_profile.hpp"

namespace ssc::sim {

struct PsamKey {
  std::string name;
  std::uint8_t type;  ///< low five bits of the usage byte
  std::size_t level;  ///< factors to a card key
  Key value;

  /// Maintenance keys make MACs (6) and, for PIN reload, encrypt as well (8).
  [[nodiscard]] bool isUsableAs(std::uint8_t wantedType) const;
};

/// Bytes of one factor in a command.
inline constexpr std::size_t kFactorSize = 8;

/// The card key below `root`. `factors`: from the card upwards (card, city, province), one a level.
CryptoResult<Key> cardKeyOf(Algorithm algorithm, const PsamKey& root, ByteView factors);

class PsamKeys {
 public:
  /// The roots of one environment; of every key the version a PSAM identifier stands for.
  static CryptoResult<PsamKeys> derive(const PsamProfile& profile, Algorithm environment);

  /// nullptr: no key with this identifier can be used as this type.
  [[nodiscard]] const PsamKey* find(std::uint8_t type, std::uint8_t identifier) const;

 private:
  std::multimap<std::uint8_t, PsamKey> keys_;  ///< by identifier
};

}  // namespace ssc::sim
