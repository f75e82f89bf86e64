// The keys in the chip: derived once when the card is made.
#pragma once

#include <map>
#include <string>

#include "keys-sim/card/card_profile.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim {

class CardKeys {
 public:
  /// All keys of the key table, every version. `fake`: the same keys from a root nobody knows.
  static CryptoResult<CardKeys> derive(const CardProfile& profile, bool fake = false);

  /// nullptr when the card has no such version.
  [[nodiscard]] const Key* find(std::string_view name, std::uint8_t version) const;

 private:
  std::map<std::string, Key, std::less<>> keys_;  ///< by root name ("IRK", "IRK#2", "DPK-1")
};

}  // namespace ssc::sim
